/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How each type of carrier is read, written and cleared. Private to this folder. */
#pragma once

#include "protocol/carrier.h"
#include "protocol/json-fields.h"

G_BEGIN_DECLS

/**
 * ConfabCarrierCodec:
 * @word: the value of "type"
 * @read: reads every member but "type"; what is wrong is remembered in @fields
 * @write: adds every member but "type"
 * @clear: frees what @read or the program put there, which may be incomplete
 * @marker: a key that tells this type from the other one of the same @word; NULL if it is alone
 * @max_bytes: the most its JSON may have; 0: CONFAB_CARRIER_MAX_BYTES
 * @statement_key: (nullable): where the one statement stands of a carrier that has nothing else
 * @statement: what that is
 *
 * The three functions are NULL for carriers that say nothing but their type.
 */
typedef struct {
  const char *word;
  void (*read) (ConfabJsonFields *fields, ConfabCarrier *carrier);
  void (*write) (const ConfabCarrier *carrier, JsonBuilder *builder);
  void (*clear) (ConfabCarrier *carrier);
  const char *marker;
  gsize max_bytes;
  const char *statement_key;
  ConfabStatementType statement;
} ConfabCarrierCodec;

/* Of e2ee.* (carrier-e2ee.c) and of the service's own (carrier-service.c), with their type as
 * index; a table knows only its own types. */
extern const ConfabCarrierCodec confab_e2ee_codecs[CONFAB_CARRIER_N_TYPES];
extern const ConfabCarrierCodec confab_service_codecs[CONFAB_CARRIER_N_TYPES];

const ConfabCarrierCodec *confab_carrier_codec (ConfabCarrierType type);

G_END_DECLS
