/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all carriers have in common: their type, their life, and the way to JSON and back. */
#include "protocol/carrier.h"

#include <string.h>

#include "protocol/carrier-codec.h"
#include "protocol/constants.h"
#include "protocol/json-strict.h"

#define TYPE_MAX_BYTES 32

const ConfabCarrierCodec *
confab_carrier_codec (ConfabCarrierType type)
{
  return confab_e2ee_codecs[type].word != NULL ? &confab_e2ee_codecs[type]
                                               : &confab_service_codecs[type];
}

ConfabCarrier *
confab_carrier_new (ConfabCarrierType type)
{
  ConfabCarrier *carrier;

  g_return_val_if_fail (type < CONFAB_CARRIER_N_TYPES, NULL);

  carrier = g_new0 (ConfabCarrier, 1);
  carrier->type = type;
  return carrier;
}

void
confab_carrier_free (ConfabCarrier *carrier)
{
  const ConfabCarrierCodec *codec = confab_carrier_codec (carrier->type);

  if (codec->clear != NULL)
    codec->clear (carrier);
  g_free (carrier);
}

const char *
confab_carrier_type_to_string (ConfabCarrierType type)
{
  return confab_carrier_codec (type)->word;
}

gsize
confab_carrier_max_bytes (ConfabCarrierType type)
{
  gsize max_bytes = confab_carrier_codec (type)->max_bytes;

  return max_bytes != 0 ? max_bytes : CONFAB_CARRIER_MAX_BYTES;
}

ConfabCarrier *
confab_carrier_new_statement (ConfabCarrierType type, GBytes *statement)
{
  ConfabCarrier *carrier;

  g_return_val_if_fail (type < CONFAB_CARRIER_N_TYPES, NULL);
  g_return_val_if_fail (confab_carrier_codec (type)->statement_key != NULL, NULL);

  carrier = confab_carrier_new (type);
  carrier->statement = g_bytes_ref (statement);
  return carrier;
}

ConfabCarrier *
confab_carrier_new_message (GBytes *msg, const ConfabPid *to)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_MESSAGE);

  carrier->message.msg = g_bytes_ref (msg);
  carrier->message.to = *to;
  return carrier;
}

ConfabCarrier *
confab_carrier_new_sdp (GBytes *sdpauth, const char *sdp, const ConfabPid *to)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_SDP);

  carrier->sdp.sdpauth = g_bytes_ref (sdpauth);
  carrier->sdp.sdp = g_strdup (sdp);
  carrier->sdp.to = *to;
  return carrier;
}

ConfabCarrier *
confab_carrier_new_candidate (const char *candidate, const char *sdp_mid, guint sdp_mline_index,
                              const ConfabPid *to)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_ICE_CANDIDATE);

  carrier->candidate.candidate = g_strdup (candidate);
  carrier->candidate.sdp_mid = g_strdup (sdp_mid);
  carrier->candidate.sdp_mline_index = sdp_mline_index;
  carrier->candidate.to = *to;
  return carrier;
}

ConfabCarrier *
confab_carrier_new_error (ConfabCarrierType type, const char *code, const char *text)
{
  ConfabCarrier *carrier;

  g_return_val_if_fail (type == CONFAB_CARRIER_ERROR || type == CONFAB_CARRIER_BYE, NULL);

  carrier = confab_carrier_new (type);
  carrier->error.code = g_strdup (code);
  carrier->error.text = g_strdup (text);
  return carrier;
}

/* FALSE if there is no type of this word for an object with these keys. */
static gboolean
find_type (const char *word, const ConfabJsonFields *fields, ConfabCarrierType *type)
{
  for (guint i = 0; i < CONFAB_CARRIER_N_TYPES; i++) {
    const ConfabCarrierCodec *codec = confab_carrier_codec (i);

    if (strcmp (codec->word, word) != 0)
      continue;
    if (codec->marker == NULL || confab_json_fields_has (fields, codec->marker)) {
      *type = i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
check_size (ConfabCarrierType type, gsize length, GError **error)
{
  if (length <= confab_carrier_max_bytes (type))
    return TRUE;
  g_set_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_TOO_LARGE,
               "%s of %" G_GSIZE_FORMAT " bytes", confab_carrier_type_to_string (type), length);
  return FALSE;
}

ConfabCarrier *
confab_carrier_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonObject) object =
      confab_json_parse_strict (text, length, CONFAB_CARRIER_SYNC_MAX_BYTES, error);
  ConfabJsonFields fields = CONFAB_JSON_FIELDS_INIT (object);
  g_autofree char *word = NULL;
  g_autoptr (ConfabCarrier) carrier = NULL;
  const ConfabCarrierCodec *codec;
  ConfabCarrierType type;

  if (object == NULL)
    return NULL;
  word = confab_json_read_string (&fields, "type", TYPE_MAX_BYTES);
  if (word == NULL) {
    confab_json_fields_end (&fields, error);
    return NULL;
  }
  if (!find_type (word, &fields, &type)) {
    g_set_error_literal (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_UNKNOWN_TYPE,
                         "a message of a type that is not known here");
    return NULL;
  }
  if (!check_size (type, length, error))
    return NULL;

  carrier = confab_carrier_new (type);
  codec = confab_carrier_codec (type);
  if (codec->read != NULL)
    codec->read (&fields, carrier);
  if (!confab_json_fields_end (&fields, error))
    return NULL;
  return g_steal_pointer (&carrier);
}

char *
confab_carrier_to_json (const ConfabCarrier *carrier)
{
  const ConfabCarrierCodec *codec = confab_carrier_codec (carrier->type);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  confab_json_write_string (builder, "type", codec->word);
  if (codec->write != NULL)
    codec->write (carrier, builder);
  json_builder_end_object (builder);
  return confab_json_builder_to_text (builder);
}
