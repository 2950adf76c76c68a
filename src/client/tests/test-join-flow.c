/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/client.h"
#include "client/join-flow.h"
#include "client/service-link.h"
#include "signalling/tests/fake-service.h"

typedef struct {
  ConfabJoinFlow *flow;
  ConfabJoinStep furthest;
  gboolean went_back;
  gboolean leave_when_online;
  gboolean over;
} Visit;

static void
on_step (ConfabJoinStep step, gpointer user_data)
{
  Visit *visit = user_data;

  visit->went_back |= step < visit->furthest;
  visit->furthest = MAX (visit->furthest, step);
}

static void
on_waiting (const ConfabWaitTextStatement *text, gpointer user_data)
{
}

static void
on_over (gboolean was_inside, const char *code, const char *text, gpointer user_data)
{
  Visit *visit = user_data;

  g_assert_false (was_inside);
  visit->over = TRUE;
}

static void
on_problem (const char *code, const char *text, gpointer user_data)
{
}

/* Comes right before the welcome is handed on. */
static void
on_service_online (gboolean online, gpointer user_data)
{
  Visit *visit = user_data;

  if (online && visit->leave_when_online)
    confab_join_flow_leave (visit->flow);
}

static const ConfabJoinFlowEvents events = {
  .step = on_step,
  .waiting = on_waiting,
  .over = on_over,
  .problem = on_problem,
  .service_online = on_service_online,
};

static gboolean
on_timeout (gpointer user_data)
{
  g_assert_not_reached (); /* the flow did not end */
  return G_SOURCE_REMOVE;
}

static void
test_a_welcome_while_leaving_holds_nobody (void)
{
  g_autoptr (FakeService) service = fake_service_new (NULL);
  /* Version 1: the system's authorities, so plain http on loopback; some owner, who is never asked. */
  g_autofree char *link = g_strdup_printf ("https://%s/j/ada#%s", strstr (service->url, "127."),
                                           "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabInvitation) invitation = confab_service_link_read (link, &error);
  g_autoptr (ConfabServiceAddress) address = NULL;
  g_autoptr (ConfabSigner) identity = confab_signer_new_random (CONFAB_SIGNER_IDENTITY);
  g_autoptr (ConfabCapture) capture = NULL;
  g_autoptr (ConfabPlayback) playback = NULL;
  ConfabCertificateShelf *certificates;
  Visit visit = { .leave_when_online = TRUE };
  guint timeout = g_timeout_add_seconds (20, on_timeout, NULL);

  g_assert_no_error (error);
  confab_media_init ();
  address = confab_service_link_address (invitation, &error);
  g_assert_no_error (error);
  capture = confab_capture_new ();
  playback = confab_playback_new ("none");
  certificates = confab_certificate_shelf_new ();
  visit.flow = confab_join_flow_new (
      &(ConfabJoinFlowConfig){
          .address = address,
          .invitation = invitation,
          .identity = identity,
          .name = "Ada",
          .certificates = certificates,
          .capture = capture,
          .playback = playback,
      },
      &events, &visit);

  while (!visit.over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (visit.went_back);
  g_assert_cmpint (visit.furthest, ==, CONFAB_JOIN_LEAVING);

  g_source_remove (timeout);
  confab_join_flow_free (visit.flow);
  confab_certificate_shelf_free (certificates);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  g_test_add_func ("/join-flow/a-welcome-while-leaving-holds-nobody",
                   test_a_welcome_while_leaving_holds_nobody);
  status = g_test_run ();
  confab_client_drain ();
  return status;
}
