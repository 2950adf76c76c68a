/* SPDX-License-Identifier: GPL-3.0-or-later */
/* WAITTEXT: what the owner tells people in the waiting room, signed by its IK
 * (docs/protocol.md 5). */
#pragma once

#include "base/base.h"
#include "protocol/protocol-error.h"

G_BEGIN_DECLS

/** ConfabWaitTextStatement: the statement; @text is UTF-8 JSON, not yet looked into. */
typedef struct {
  ConfabDigest room;
  gint64 time_ms;
  char *text; /* owned; freed by confab_wait_text_clear() */
} ConfabWaitTextStatement;

void confab_wait_text_clear (ConfabWaitTextStatement *wait_text);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabWaitTextStatement, confab_wait_text_clear)

/* (transfer full) the body; at most CONFAB_WAIT_TEXT_MAX_BYTES of text. */
GBytes *confab_wait_text_encode (const ConfabWaitTextStatement *wait_text);
gboolean confab_wait_text_decode (GBytes *body, ConfabWaitTextStatement *out, GError **error);

/** ConfabWaitWords: the text in one language. All CommonMark but @title; shown as text, never as
 * HTML. */
typedef struct {
  char *language; /* as in the text, "de" */
  char *title;
  char *body;
  char *notice;  /* nullable: the fields of Art. 13 GDPR */
  char *consent; /* nullable: the sentence beside a check box that must be ticked */
} ConfabWaitWords;

void confab_wait_words_free (ConfabWaitWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabWaitWords, confab_wait_words_free)

/* Gives (transfer full) the words in the first of @languages (NULL-terminated, as
 * g_get_language_names() gives them) the text has, else in English, else in its first language.
 * Error: the text is not of the form {language: {title, body, notice?, consent?}}. */
ConfabWaitWords *confab_wait_text_pick (const ConfabWaitTextStatement *wait_text,
                                        const char *const *languages, GError **error);

G_END_DECLS
