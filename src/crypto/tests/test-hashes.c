/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The named hashes and the invite MAC beside those of section 16 (test-vectors.c). */
#include "crypto/tests/model-people.h"

static void
test_hashes_are_those_of_the_model (void)
{
  const ModelPerson *ada = model_person ("ada");
  g_autoptr (GBytes) offer = model_bytes ("sdpauth-offer");
  static const char sdp[] = "v=0\r\n";
  static const char certificate[] = "fake certificate DER";
  ConfabToken owner_hash = confab_owner_hash (confab_signer_get_key (ada->ik));
  ConfabDigest member = confab_member_hash (&ada->pid, confab_signer_get_key (ada->ik),
                                            confab_signer_get_key (ada->sk));
  ConfabDigest sdp_hash = confab_sdp_hash (sdp, strlen (sdp));
  ConfabDigest sdpauth_hash = confab_sdpauth_hash (offer);
  ConfabDigest fingerprint =
      confab_certificate_fingerprint ((const guint8 *) certificate, strlen (certificate));

  assert_is_model ("owner-hash", owner_hash.bytes, sizeof owner_hash.bytes);
  assert_is_model ("member-ada", member.bytes, sizeof member.bytes);
  assert_is_model ("sdp-hash", sdp_hash.bytes, sizeof sdp_hash.bytes);
  assert_is_model ("sdpauth-hash", sdpauth_hash.bytes, sizeof sdpauth_hash.bytes);
  assert_is_model ("certificate-fingerprint", fingerprint.bytes, sizeof fingerprint.bytes);
}

/* The same bytes under two labels are two hashes. */
static void
test_labels_keep_hashes_apart (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  const ConfabDigest digests[] = {
    confab_genesis_hash (bytes), confab_join_hash (bytes),    confab_link_hash (bytes),
    confab_roster_hash (bytes),  confab_sdpauth_hash (bytes), confab_sdp_hash ("x", 1),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (digests); i++)
    for (gsize j = 0; j < i; j++)
      g_assert_false (confab_digest_equal (&digests[i], &digests[j]));
}

/* "ab" / "c" must not be the room "a" / "bc". */
static void
test_rooms_differ_by_where_the_host_ends (void)
{
  ConfabDigest a = confab_room_hash ("host", "room");
  ConfabDigest b = confab_room_hash ("hos", "troom");

  g_assert_false (confab_digest_equal (&a, &b));
}

static void
test_invite_mac_covers_every_value (void)
{
  ConfabInviteClaim claim = { .gen = { { 1 } } };
  ConfabToken inv = { { 2 } };
  ConfabToken mac = confab_invite_mac (&inv, &claim);
  ConfabToken none = { { 0 } };
  guint8 *bytes = (guint8 *) &claim;

  g_assert_true (confab_invite_mac_check (&inv, &claim, &mac));
  g_assert_false (confab_invite_mac_check (&inv, &claim, &none));
  for (gsize i = 0; i < sizeof claim; i++) {
    bytes[i] ^= 0x80;
    g_assert_false (confab_invite_mac_check (&inv, &claim, &mac));
    bytes[i] ^= 0x80;
  }
  inv.bytes[15] ^= 1;
  g_assert_false (confab_invite_mac_check (&inv, &claim, &mac));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  g_test_add_func ("/hashes/are-those-of-the-model", test_hashes_are_those_of_the_model);
  g_test_add_func ("/hashes/labels-keep-hashes-apart", test_labels_keep_hashes_apart);
  g_test_add_func ("/hashes/rooms-differ-by-where-the-host-ends",
                   test_rooms_differ_by_where_the_host_ends);
  g_test_add_func ("/hashes/invite-mac-covers-every-value", test_invite_mac_covers_every_value);
  return g_test_run ();
}
