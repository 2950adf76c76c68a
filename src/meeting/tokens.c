/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/tokens.h"

#include "protocol/protocol.h"

typedef struct {
  ConfabToken token;
  gint64 sent_at;
} SentToken;

struct _ConfabTokens {
  GArray *sent; /* of SentToken, oldest first */
};

ConfabTokens *
confab_tokens_new (void)
{
  ConfabTokens *tokens = g_new0 (ConfabTokens, 1);

  tokens->sent = g_array_new (FALSE, FALSE, sizeof (SentToken));
  return tokens;
}

void
confab_tokens_free (ConfabTokens *tokens)
{
  g_array_unref (tokens->sent);
  g_free (tokens);
}

static void
forget_old (ConfabTokens *tokens, gint64 now)
{
  guint n_old = 0;

  while (n_old < tokens->sent->len &&
         now - g_array_index (tokens->sent, SentToken, n_old).sent_at > CONFAB_TOKEN_LIFE_MS)
    n_old++;
  if (n_old > 0)
    g_array_remove_range (tokens->sent, 0, n_old);
}

void
confab_tokens_add (ConfabTokens *tokens, const ConfabToken *token, gint64 now)
{
  SentToken sent = { .token = *token, .sent_at = now };

  forget_old (tokens, now);
  g_array_append_val (tokens->sent, sent);
}

gboolean
confab_tokens_is_recent (ConfabTokens *tokens, const ConfabToken *token, gint64 now)
{
  forget_old (tokens, now);
  for (guint i = 0; i < tokens->sent->len; i++) {
    if (confab_token_equal (&g_array_index (tokens->sent, SentToken, i).token, token))
      return TRUE;
  }
  return FALSE;
}
