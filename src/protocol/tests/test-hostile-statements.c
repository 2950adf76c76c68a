/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What decoders refuse: every other length, type, version and suite, and values outside of closed
 * lists. */
#include "protocol/protocol.h"
#include "protocol/tests/model-vectors.h"
#include "protocol/tests/recode.h"

static const ConfabRecode *
find_recode (const char *name)
{
  for (gsize i = 0; i < confab_n_recodes; i++)
    if (strcmp (confab_recodes[i].name, name) == 0)
      return &confab_recodes[i];
  g_assert_not_reached ();
}

static void
assert_refused (const ConfabRecode *recode, const guint8 *bytes, gsize length,
                ConfabProtocolError code)
{
  /* A copy of exactly this length: reading on is seen by the address sanitizer. */
  g_autoptr (GBytes) body = g_bytes_new (bytes, length);
  g_autoptr (GError) error = NULL;

  g_assert_null (recode->recode (body, &error));
  g_assert_error (error, CONFAB_PROTOCOL_ERROR, (int) code);
}

static void
test_samples_have_the_lengths_of_the_table_and_survive_recoding (void)
{
  for (gsize i = 0; i < confab_n_recodes; i++) {
    g_autoptr (GBytes) body = model_bytes (confab_recodes[i].name);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) again = confab_recodes[i].recode (body, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (g_bytes_get_size (body), ==, confab_recodes[i].length);
    g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (again),
                     g_bytes_get_data (again, NULL), g_bytes_get_size (again));
    if (!confab_recodes[i].tail_is_opaque)
      g_assert_cmpuint (g_bytes_get_size (again), ==, g_bytes_get_size (body));
  }
}

static void
test_every_other_length_is_refused (void)
{
  for (gsize i = 0; i < confab_n_recodes; i++) {
    const ConfabRecode *recode = &confab_recodes[i];
    g_autoptr (GBytes) body = model_bytes (recode->name);
    g_autofree guint8 *longer = g_malloc0 (recode->length + 64);
    gsize needed =
        strcmp (recode->name, "rcevent") == 0 ? CONFAB_CONTROL_EVENT_HEAD_BYTES : recode->length;

    memcpy (longer, g_bytes_get_data (body, NULL), recode->length);
    for (gsize length = 0; length < needed; length++)
      if (strcmp (recode->name, "roster") != 0 || length != CONFAB_ROSTER_ENTRY_BYTES)
        assert_refused (recode, longer, length, CONFAB_PROTOCOL_ERROR_MALFORMED);
    for (gsize extra = 1; extra <= 64 && !recode->tail_is_opaque; extra++)
      assert_refused (recode, longer, recode->length + extra, CONFAB_PROTOCOL_ERROR_MALFORMED);
  }
}

static void
test_other_type_version_or_suite_is_refused (void)
{
  for (gsize i = 0; i < confab_n_recodes; i++) {
    const ConfabRecode *recode = &confab_recodes[i];
    g_autoptr (GBytes) body = model_bytes (recode->name);
    g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (body, NULL), recode->length);

    if (!recode->has_header)
      continue;
    for (guint type = 0; type < 256; type++) {
      bytes[0] = (guint8) type;
      if (type != ((const guint8 *) g_bytes_get_data (body, NULL))[0])
        assert_refused (recode, bytes, recode->length, CONFAB_PROTOCOL_ERROR_MALFORMED);
    }
    bytes[0] = ((const guint8 *) g_bytes_get_data (body, NULL))[0];
    bytes[1] = 2;
    assert_refused (recode, bytes, recode->length, CONFAB_PROTOCOL_ERROR_VERSION);
    bytes[1] = 1;
    bytes[2] ^= 1; /* 0102: reserved for the hybrid suite */
    assert_refused (recode, bytes, recode->length, CONFAB_PROTOCOL_ERROR_SUITE);
    bytes[2] ^= 1;
    bytes[3] ^= 6; /* 0004, or a suite where none belongs */
    assert_refused (recode, bytes, recode->length, CONFAB_PROTOCOL_ERROR_SUITE);
  }
}

static void
test_statements_outside_of_meetings_name_none (void)
{
  static const char *const names[] = { "genesis", "roomcert", "waittext" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const ConfabRecode *recode = find_recode (names[i]);
    g_autoptr (GBytes) body = model_bytes (names[i]);
    g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (body, NULL), recode->length);

    bytes[CONFAB_HEADER_BYTES - 1] = 1;
    assert_refused (recode, bytes, recode->length, CONFAB_PROTOCOL_ERROR_MALFORMED);
  }
}

/** Change: one byte of a sample, at an offset of section 5, that makes it impossible. */
typedef struct {
  const char *name;
  gsize offset;
  guint8 value;
} Change;

static void
test_values_outside_of_closed_lists_are_refused (void)
{
  static const Change changes[] = {
    { "genesis", 68, 0x40 },        /* created_ms beyond 2^53 */
    { "genesis", 68, 0x80 },        /* created_ms, negative where it is signed */
    { "join-bob", 56, 0x40 },       /* time_ms */
    { "join-bob", 194, 0 },         /* name_len: none */
    { "join-bob", 194, 2 },         /* name_len: too short for the rest */
    { "join-bob", 194, 129 },       /* name_len: over the limit */
    { "join-bob", 195, 0x07 },      /* a control character in the name */
    { "join-bob", 195, 0xff },      /* not UTF-8 */
    { "join-bob", 195, 0x00 },      /* a zero byte in the name */
    { "join-bob", 199, 1 },         /* pq_len without pq */
    { "link", 39, 0 },              /* n 0 */
    { "link", 75, 0 },              /* term 0 */
    { "link", 92, 9 },              /* cause */
    { "link", 97, 0x40 },           /* time_ms */
    { "link", 169, 2 },             /* count over 256 */
    { "link", 170, 0 },             /* count 0 */
    { "heartbeat", 39, 0 },         /* term 0 */
    { "heartbeat", 47, 0 },         /* n 0 */
    { "heartbeat", 83, 2 },         /* active_n greater than n */
    { "heartbeat", 86, 0x40 },      /* time_ms */
    { "ack", 92, 4 },               /* "waiting" with a LINK */
    { "ack", 92, 6 },               /* status */
    { "handover", 39, 0 },          /* term 0 */
    { "handover", 43, 0 },          /* n 0 */
    { "command", 56, 0 },           /* command */
    { "command", 56, 15 },          /* command */
    { "command", 56, 2 },           /* "remove" with a bind */
    { "command", 109, 0x40 },       /* time_ms */
    { "sdpauth-offer", 72, 2 },     /* direction */
    { "sdpauth-offer", 137, 1 },    /* an offer that answers */
    { "sdpauth-offer", 169, 0x40 }, /* time_ms */
    { "roomcert", 132, 0x40 },      /* not_after_ms */
    { "message-head", 37, 2 },      /* scope */
    { "message-head", 37, 1 },      /* pairwise to nobody */
    { "message-head", 66, 1 },      /* to the group and to one */
    { "waittext", 68, 0x40 },       /* time_ms */
    { "waittext", 77, 4 },          /* len */
    { "waittext", 78, 0xff },       /* not UTF-8 */
    { "waittext", 79, 0x00 },       /* a zero byte */
    { "roster", 18, 4 },            /* role */
    { "roster", 53, 0 },            /* ord twice */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    const ConfabRecode *recode = find_recode (changes[i].name);
    g_autoptr (GBytes) body = model_bytes (changes[i].name);
    g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (body, NULL), recode->length);

    g_test_message ("%s at %" G_GSIZE_FORMAT, changes[i].name, changes[i].offset);
    g_assert_cmpuint (bytes[changes[i].offset], !=, changes[i].value);
    bytes[changes[i].offset] = changes[i].value;
    assert_refused (recode, bytes, recode->length, CONFAB_PROTOCOL_ERROR_MALFORMED);
  }
}

/* Of GENESIS, JOIN: the pid of nobody means "all" elsewhere. */
static void
test_nobody_can_not_join (void)
{
  static const Change changes[] = { { "genesis", 94 }, { "join-bob", 36 }, { "roster", 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    const ConfabRecode *recode = find_recode (changes[i].name);
    g_autoptr (GBytes) body = model_bytes (changes[i].name);
    g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (body, NULL), recode->length);

    memset (bytes + changes[i].offset, 0, CONFAB_PID_BYTES);
    assert_refused (recode, bytes, recode->length, CONFAB_PROTOCOL_ERROR_MALFORMED);
  }
}

static void
test_waiting_ack_says_nothing_about_a_link (void)
{
  ConfabAckStatement ack = { .meeting = { .suite = CONFAB_SUITE_AES_256 },
                             .pid = { { 1 } },
                             .status = CONFAB_ACK_WAITING };
  g_autoptr (GBytes) body = confab_ack_encode (&ack);

  g_assert_true (confab_ack_decode (body, &ack, NULL));
  g_assert_cmpuint (ack.status, ==, CONFAB_ACK_WAITING);
}

static void
test_failed_decoding_leaves_the_struct_alone (void)
{
  g_autoptr (GBytes) body = model_bytes ("link");
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (body, 0, CONFAB_LINK_BYTES - 1);
  ConfabLinkStatement link, before;

  memset (&link, 0xa5, sizeof link);
  memcpy (&before, &link, sizeof link);
  g_assert_false (confab_link_statement_decode (cut, &link, NULL));
  g_assert_cmpmem (&link, sizeof link, &before, sizeof before);
}

static void
test_type_is_peeked_of_statements_with_a_header_only (void)
{
  guint8 bytes[CONFAB_HEADER_BYTES] = { 0, 1 };

  for (guint type = 0; type < 256; type++) {
    g_autoptr (GBytes) statement = NULL;
    ConfabStatementType found = 0;
    gboolean known = type >= 1 && type <= 13 && type != CONFAB_STATEMENT_KEYBOX &&
                     type != CONFAB_STATEMENT_CONTROL_EVENT;

    bytes[0] = (guint8) type;
    statement = g_bytes_new (bytes, sizeof bytes);
    g_assert_true (confab_statement_peek_type (statement, &found, NULL) == known);
    g_assert_cmpuint (found, ==, known ? type : 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hostile-statements/samples-have-the-lengths-of-the-table-and-survive-recoding",
                   test_samples_have_the_lengths_of_the_table_and_survive_recoding);
  g_test_add_func ("/hostile-statements/every-other-length-is-refused",
                   test_every_other_length_is_refused);
  g_test_add_func ("/hostile-statements/other-type-version-or-suite-is-refused",
                   test_other_type_version_or_suite_is_refused);
  g_test_add_func ("/hostile-statements/statements-outside-of-meetings-name-none",
                   test_statements_outside_of_meetings_name_none);
  g_test_add_func ("/hostile-statements/values-outside-of-closed-lists-are-refused",
                   test_values_outside_of_closed_lists_are_refused);
  g_test_add_func ("/hostile-statements/nobody-can-not-join", test_nobody_can_not_join);
  g_test_add_func ("/hostile-statements/waiting-ack-says-nothing-about-a-link",
                   test_waiting_ack_says_nothing_about_a_link);
  g_test_add_func ("/hostile-statements/failed-decoding-leaves-the-struct-alone",
                   test_failed_decoding_leaves_the_struct_alone);
  g_test_add_func ("/hostile-statements/type-is-peeked-of-statements-with-a-header-only",
                   test_type_is_peeked_of_statements_with_a_header_only);
  return g_test_run ();
}
