/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any message by anybody, put to a meeting that runs: it may be refused, and nothing else. Whoever has no key
 * can not move the meeting on. */
#include <stdint.h>

#include "service/tests/meeting-fixture.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

static MeetingFixture *
get_fixture (void)
{
  static MeetingFixture fixture;

  if (fixture.meeting == NULL) {
    g_assert_true (confab_crypto_init (NULL));
    meeting_fixture_set_up (&fixture, NULL);
    meeting_fixture_begin (&fixture);
    meeting_fixture_admit (&fixture, fixture.bob, CONFAB_ROLE_PARTICIPANT);
  }
  return &fixture;
}

static ConfabRefusal
put_statement (MeetingFixture *fixture, ConfabCarrierType type, GBytes *statement)
{
  ConfabServiceMeeting *meeting = fixture->meeting;
  const ConfabPid *bob = &fixture->bob->pid;
  gboolean is_new;

  switch (type) {
  case CONFAB_CARRIER_JOIN:
    return confab_service_meeting_take_join (meeting, bob, statement, &is_new);
  case CONFAB_CARRIER_HEARTBEAT:
    return confab_service_meeting_take_heartbeat (meeting, statement, fixture->now_ms);
  case CONFAB_CARRIER_ACK:
    return confab_service_meeting_check_ack (meeting, bob, statement);
  case CONFAB_CARRIER_COMMAND:
    return confab_service_meeting_take_command (meeting, bob, statement);
  default:
    return confab_service_meeting_check_fork (meeting, statement);
  }
}

static void
put (MeetingFixture *fixture, const ConfabCarrier *carrier)
{
  ConfabServiceMeeting *meeting = fixture->meeting;
  g_auto (ConfabLinkOutcome) outcome = { 0 };
  g_autoptr (ConfabCarrier) answer = NULL;
  gboolean changed = FALSE;

  switch (carrier->type) {
  case CONFAB_CARRIER_JOIN:
  case CONFAB_CARRIER_HEARTBEAT:
  case CONFAB_CARRIER_ACK:
  case CONFAB_CARRIER_COMMAND:
  case CONFAB_CARRIER_FORK:
    g_assert_true (put_statement (fixture, carrier->type, carrier->statement) != CONFAB_ACCEPTED);
    break;
  case CONFAB_CARRIER_LINK:
    g_assert_true (confab_service_meeting_take_link (meeting, &fixture->bob->pid, &carrier->link, 0,
                                                     fixture->now_ms, &outcome) != CONFAB_ACCEPTED);
    break;
  case CONFAB_CARRIER_SDP:
    confab_service_meeting_check_sdp (meeting, &fixture->bob->pid, &carrier->sdp);
    break;
  case CONFAB_CARRIER_MESSAGE:
    confab_service_meeting_check_message (meeting, &fixture->bob->pid, &carrier->message);
    break;
  case CONFAB_CARRIER_SYNC_REQUEST:
    confab_service_meeting_answer_sync (meeting, NULL, carrier->have, &answer);
    break;
  case CONFAB_CARRIER_LINEAGE_REQUEST:
    answer = confab_service_meeting_answer_lineage (meeting, carrier->from_term);
    break;
  case CONFAB_CARRIER_RESTORE:
    confab_service_meeting_restore (meeting, &fixture->founding, &carrier->restore, START_MS,
                                    fixture->now_ms, &changed);
    g_assert_false (changed);
    break;
  default:
    break;
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  MeetingFixture *fixture = get_fixture ();
  g_autoptr (ConfabCarrier) carrier = confab_carrier_parse ((const char *) bytes, size, NULL);

  if (carrier != NULL)
    put (fixture, carrier);
  g_assert_true (
      confab_pid_equal (confab_service_meeting_get_leader (fixture->meeting), &fixture->ada->pid));
  return 0;
}
