/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/signalling-binding.h"

#include "client/call.h"

struct _ConfabSignallingBinding {
  ConfabMeeting *meeting;
  ConfabSignalling *signalling;
  ConfabIceSupply *supply;
  ConfabDirectBinding *direct; /* (nullable) */
  gboolean welcomed;
  void (*first_welcome) (const ConfabCarrier *welcome, gpointer user_data);
  gpointer user_data;
};

static void
on_welcome (ConfabSignalling *signalling, const ConfabCarrier *welcome, gpointer user_data)
{
  ConfabSignallingBinding *self = user_data;

  if (self->welcomed) {
    confab_meeting_receive (self->meeting, welcome, NULL, confab_meeting_time_now ());
    return;
  }
  self->welcomed = TRUE;
  self->first_welcome (welcome, self->user_data);
}

static void
on_carrier (ConfabSignalling *signalling, const ConfabCarrier *carrier, gpointer user_data)
{
  ConfabSignallingBinding *self = user_data;

  if (!confab_ice_supply_receive (self->supply, carrier))
    confab_meeting_receive (self->meeting, carrier, NULL, confab_meeting_time_now ());
}

static void
on_state_changed (ConfabSignalling *signalling, GParamSpec *pspec, gpointer user_data)
{
  ConfabSignallingBinding *self = user_data;

  /* TRUE comes with the welcome, which says more. */
  if (self->welcomed &&
      confab_signalling_get_state (self->signalling) != CONFAB_SIGNALLING_CONNECTED)
    confab_meeting_set_connected (self->meeting, FALSE, confab_meeting_time_now ());
}

/* A line to the service can be dead for 40 s before it is known to be. What keeps the meeting alive goes
 * both ways at once (the first copy counts); the rest waits for a way that fails. */
static gboolean
goes_both_ways (const ConfabCarrier *carrier)
{
  switch (carrier->type) {
  case CONFAB_CARRIER_HEARTBEAT:
  case CONFAB_CARRIER_ACK:
  case CONFAB_CARRIER_LINK:
  case CONFAB_CARRIER_MESSAGE:
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
send_direct (ConfabSignallingBinding *self, const ConfabCarrier *carrier, const char *to_hex)
{
  ConfabPid to;
  gboolean to_one = confab_pid_from_hex (to_hex, &to);

  return self->direct != NULL &&
         confab_direct_binding_send (self->direct, carrier, to_one ? &to : NULL);
}

/* A message for a service that is away is not kept: the meeting brings all that counts when it is back. */
static void
on_send (ConfabMeeting *meeting, const ConfabCarrier *carrier, int route, const char *to_hex,
         gpointer user_data)
{
  ConfabSignallingBinding *self = user_data;
  gboolean sent = FALSE;

  if (route != CONFAB_ROUTE_DIRECT)
    sent = confab_signalling_send (self->signalling, carrier);
  if (route == CONFAB_ROUTE_DIRECT ||
      (route == CONFAB_ROUTE_ANYWHERE && (!sent || goes_both_ways (carrier))))
    sent = send_direct (self, carrier, to_hex) || sent;
  if (!sent)
    g_debug ("%s could not be sent", confab_carrier_type_to_string (carrier->type));
}

void
confab_signalling_binding_receive_direct (ConfabSignallingBinding *self,
                                          const ConfabCarrier *carrier, const ConfabPid *from)
{
  confab_meeting_receive (self->meeting, carrier, from, confab_meeting_time_now ());
}

void
confab_signalling_binding_set_direct (ConfabSignallingBinding *self, ConfabDirectBinding *direct)
{
  self->direct = direct;
}

ConfabSignallingBinding *
confab_signalling_binding_new (
    ConfabMeeting *meeting, ConfabSignalling *signalling, ConfabIceSupply *supply,
    void (*first_welcome) (const ConfabCarrier *welcome, gpointer user_data), gpointer user_data)
{
  ConfabSignallingBinding *self = g_new0 (ConfabSignallingBinding, 1);

  self->meeting = g_object_ref (meeting);
  self->signalling = g_object_ref (signalling);
  self->supply = supply;
  self->first_welcome = first_welcome;
  self->user_data = user_data;
  g_signal_connect (signalling, "welcome", G_CALLBACK (on_welcome), self);
  g_signal_connect (signalling, "carrier", G_CALLBACK (on_carrier), self);
  g_signal_connect (signalling, "notify::state", G_CALLBACK (on_state_changed), self);
  g_signal_connect (meeting, "send", G_CALLBACK (on_send), self);
  return self;
}

void
confab_signalling_binding_free (ConfabSignallingBinding *self)
{
  g_signal_handlers_disconnect_by_data (self->signalling, self);
  g_signal_handlers_disconnect_by_data (self->meeting, self);
  g_object_unref (self->signalling);
  g_object_unref (self->meeting);
  g_free (self);
}
