/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/chain.h"

/* A client comes back within 10 minutes or joins anew (protocol.md 9.5), and a LINK comes every 50 s; in a
 * meeting of 200 this holds hours. Only a leader that makes LINKs as fast as it may reaches it sooner. */
#define CHAIN_MAX_BYTES ((gsize) 32 * 1024 * 1024)
/* Room for what surrounds the LINKs in the answer: type, more, the key box. */
#define ANSWER_FRAME_BYTES 1024
/* Quotes, colons, commas and the key's name around one value. */
#define VALUE_FRAME_BYTES 16
#define STEP_FRAME_BYTES 128

struct _ConfabChain {
  GPtrArray *steps; /* of ConfabLinkStep; n rises by 1 from @first */
  guint32 first;
  gsize bytes;
};

ConfabChain *
confab_chain_new (void)
{
  ConfabChain *chain = g_new0 (ConfabChain, 1);

  chain->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_step_unref);
  return chain;
}

void
confab_chain_free (ConfabChain *chain)
{
  if (chain == NULL)
    return;
  g_ptr_array_unref (chain->steps);
  g_free (chain);
}

static gsize
value_bytes (GBytes *value)
{
  return value != NULL ? confab_base64url_length (g_bytes_get_size (value)) + VALUE_FRAME_BYTES : 0;
}

static gsize
list_bytes (const GPtrArray *values)
{
  gsize bytes = 0;

  for (guint i = 0; i < values->len; i++)
    bytes += value_bytes (values->pdata[i]);
  return bytes;
}

gsize
confab_link_step_json_bytes (const ConfabLinkStep *step)
{
  gsize bytes = STEP_FRAME_BYTES + value_bytes (step->link) + value_bytes (step->roster) +
                value_bytes (step->handover) + list_bytes (step->joins) + list_bytes (step->cmds);

  for (guint i = 0; i < step->roles->len; i++) {
    const ConfabRoleProof *proof = step->roles->pdata[i];

    bytes += value_bytes (proof->cmd) + value_bytes (proof->join) + VALUE_FRAME_BYTES;
  }
  return bytes;
}

void
confab_chain_append (ConfabChain *chain, guint32 n, ConfabLinkStep *step)
{
  g_return_if_fail (chain->steps->len == 0 || n == chain->first + chain->steps->len);

  if (chain->steps->len == 0)
    chain->first = n;
  g_ptr_array_add (chain->steps, confab_link_step_ref (step));
  chain->bytes += confab_link_step_json_bytes (step);
  while (chain->bytes > CHAIN_MAX_BYTES && chain->steps->len > 1) {
    chain->bytes -= confab_link_step_json_bytes (chain->steps->pdata[0]);
    g_ptr_array_remove_index (chain->steps, 0);
    chain->first++;
  }
}

void
confab_chain_clear (ConfabChain *chain)
{
  g_ptr_array_set_size (chain->steps, 0);
  chain->bytes = 0;
}

gboolean
confab_chain_select (const ConfabChain *chain, guint32 have, GPtrArray *steps, gboolean *more)
{
  gsize left = CONFAB_CARRIER_SYNC_MAX_BYTES - ANSWER_FRAME_BYTES;
  guint64 next = (guint64) have + 1;
  guint64 end = (guint64) chain->first + chain->steps->len;

  *more = FALSE;
  if (chain->steps->len == 0 || next < chain->first)
    return FALSE;
  for (; next < end; next++) {
    ConfabLinkStep *step = chain->steps->pdata[next - chain->first];
    gsize bytes = confab_link_step_json_bytes (step);

    if (bytes > left) {
      *more = TRUE;
      break;
    }
    left -= bytes;
    g_ptr_array_add (steps, confab_link_step_ref (step));
  }
  return TRUE;
}
