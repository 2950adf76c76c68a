/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gate opens for the expected certificate alone, whatever comes first. */
#include "media/link/gate.h"

static GBytes *
fingerprint (guint8 byte)
{
  guint8 bytes[32];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = byte;
  return g_bytes_new (bytes, sizeof bytes);
}

static void
test_gate_is_shut_at_first (void)
{
  g_autoptr (ConfabGate) gate = confab_gate_new ();
  g_autoptr (GBytes) good = fingerprint (1);

  g_assert_false (confab_gate_is_open (gate));
  confab_gate_expect (gate, good);
  g_assert_false (confab_gate_is_open (gate));
  confab_gate_add_transport (gate, "rtp");
  g_assert_false (confab_gate_is_open (gate));
}

static void
test_gate_opens_when_expected_then_proved (void)
{
  g_autoptr (ConfabGate) gate = confab_gate_new ();
  g_autoptr (GBytes) good = fingerprint (1), same = fingerprint (1);

  confab_gate_add_transport (gate, "rtp");
  g_assert_cmpint (confab_gate_expect (gate, good), ==, CONFAB_GATE_SHUT);
  g_assert_cmpint (confab_gate_prove (gate, "rtp", same), ==, CONFAB_GATE_OPEN);
  g_assert_true (confab_gate_is_open (gate));
}

static void
test_gate_opens_when_proved_then_expected (void)
{
  g_autoptr (ConfabGate) gate = confab_gate_new ();
  g_autoptr (GBytes) good = fingerprint (1), proven = NULL;

  g_assert_cmpint (confab_gate_prove (gate, "rtp", good), ==, CONFAB_GATE_SHUT);
  proven = confab_gate_dup_proven (gate);
  g_assert_true (g_bytes_equal (proven, good));
  g_assert_false (confab_gate_is_open (gate));
  g_assert_cmpint (confab_gate_expect (gate, good), ==, CONFAB_GATE_OPEN);
}

static void
test_other_certificate_shuts_it_for_good (void)
{
  g_autoptr (ConfabGate) gate = confab_gate_new ();
  g_autoptr (GBytes) good = fingerprint (1), bad = fingerprint (2);

  confab_gate_expect (gate, good);
  g_assert_cmpint (confab_gate_prove (gate, "rtp", bad), ==, CONFAB_GATE_REFUSED);
  g_assert_cmpint (confab_gate_prove (gate, "rtp", good), ==, CONFAB_GATE_REFUSED);
  g_assert_false (confab_gate_is_open (gate));
}

static void
test_no_certificate_shuts_it_for_good (void)
{
  g_autoptr (ConfabGate) gate = confab_gate_new ();
  g_autoptr (GBytes) good = fingerprint (1);

  confab_gate_expect (gate, good);
  g_assert_cmpint (confab_gate_prove (gate, "rtp", NULL), ==, CONFAB_GATE_REFUSED);
}

static void
test_renegotiation_with_another_certificate_shuts_an_open_gate (void)
{
  g_autoptr (ConfabGate) gate = confab_gate_new ();
  g_autoptr (GBytes) good = fingerprint (1), bad = fingerprint (2);

  confab_gate_expect (gate, good);
  confab_gate_prove (gate, "rtp", good);
  g_assert_true (confab_gate_is_open (gate));
  confab_gate_prove (gate, "rtp", bad);
  g_assert_false (confab_gate_is_open (gate));
  g_assert_cmpint (confab_gate_get_state (gate), ==, CONFAB_GATE_REFUSED);
}

static void
test_every_transport_must_prove_it (void)
{
  g_autoptr (ConfabGate) gate = confab_gate_new ();
  g_autoptr (GBytes) good = fingerprint (1), bad = fingerprint (2);

  confab_gate_expect (gate, good);
  confab_gate_prove (gate, "first", good);
  g_assert_true (confab_gate_is_open (gate));
  confab_gate_add_transport (gate, "second");
  g_assert_false (confab_gate_is_open (gate));
  g_assert_cmpint (confab_gate_prove (gate, "second", bad), ==, CONFAB_GATE_REFUSED);
}

static void
test_expectation_can_not_be_changed (void)
{
  g_autoptr (ConfabGate) gate = confab_gate_new ();
  g_autoptr (GBytes) good = fingerprint (1), bad = fingerprint (2);

  confab_gate_expect (gate, good);
  g_assert_cmpint (confab_gate_expect (gate, good), ==, CONFAB_GATE_SHUT);
  g_assert_cmpint (confab_gate_expect (gate, bad), ==, CONFAB_GATE_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gate/is-shut-at-first", test_gate_is_shut_at_first);
  g_test_add_func ("/gate/opens-when-expected-then-proved",
                   test_gate_opens_when_expected_then_proved);
  g_test_add_func ("/gate/opens-when-proved-then-expected",
                   test_gate_opens_when_proved_then_expected);
  g_test_add_func ("/gate/other-certificate-shuts-it-for-good",
                   test_other_certificate_shuts_it_for_good);
  g_test_add_func ("/gate/no-certificate-shuts-it-for-good", test_no_certificate_shuts_it_for_good);
  g_test_add_func ("/gate/renegotiation-with-another-certificate-shuts-an-open-gate",
                   test_renegotiation_with_another_certificate_shuts_an_open_gate);
  g_test_add_func ("/gate/every-transport-must-prove-it", test_every_transport_must_prove_it);
  g_test_add_func ("/gate/expectation-can-not-be-changed", test_expectation_can_not_be_changed);
  return g_test_run ();
}
