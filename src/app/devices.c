/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/devices.h"

#include "app/device-news.h"
#include "app/settings.h"

#include <glib/gi18n.h>

/* The microphone and the loudspeaker of a headset are found one after the other, and to a person come together. */
#define SETTLE_MS 400

#define N_KINDS CONFAB_N_DEVICE_KINDS

struct _ConfabDevices {
  GObject parent_instance;
  GListModel *lists[N_KINDS];
  GListStore *options[N_KINDS];
  GSettings *settings;
  GSimpleActionGroup *actions;

  ConfabPluggedDevices plugged; /* when it was last decided */
  gboolean started;             /* what is plugged in at the start is known */
  guint settling;
  char *source[N_KINDS];
  gboolean fixed[N_KINDS];   /* by the command line */
  char *former[N_KINDS];     /* (nullable): what an undo goes back to */
  GHashTable *lost[N_KINDS]; /* ids that failed since the last plugging */
};

G_DEFINE_FINAL_TYPE (ConfabDevices, confab_devices, G_TYPE_OBJECT)

enum { SOURCE_CHANGED, CHOICES_CHANGED, SWITCHED, N_SIGNALS };
static guint signals[N_SIGNALS];

const char *
confab_device_kind_words (ConfabDeviceKind kind)
{
  static const char *const words[N_KINDS] = {
    [CONFAB_DEVICE_CAMERA] = N_ ("Camera"),
    [CONFAB_DEVICE_MICROPHONE] = N_ ("Microphone"),
    [CONFAB_DEVICE_SPEAKER] = N_ ("Loudspeaker"),
  };

  return _ (words[kind]);
}

const char *
confab_devices_get_action_name (ConfabDeviceKind kind)
{
  static const char *const names[N_KINDS] = {
    [CONFAB_DEVICE_CAMERA] = "camera",
    [CONFAB_DEVICE_MICROPHONE] = "microphone",
    [CONFAB_DEVICE_SPEAKER] = "speaker",
  };

  return names[kind];
}

/* --- what there is to choose from --- */

static char *
follow_label (ConfabDevices *self, ConfabDeviceKind kind)
{
  ConfabDevice *first = confab_plugged_devices_find (&self->plugged, kind, CONFAB_DEVICE_FOLLOW);

  if (kind == CONFAB_DEVICE_CAMERA)
    return first != NULL ? g_strdup_printf (_ ("Automatic (%s)"), confab_device_get_name (first))
                         : g_strdup (_ ("No camera"));
  if (first != NULL)
    return g_strdup_printf (_ ("As on the desktop (%s)"), confab_device_get_name (first));
  return g_strdup (kind == CONFAB_DEVICE_MICROPHONE ? _ ("No microphone") : _ ("No loudspeaker"));
}

/* What the command line gave: a file is called by its name. */
static char *
given_label (const char *source)
{
  g_autofree char *path =
      g_str_has_prefix (source, "file:") ? g_strdup (source + 5) : g_strdup (source);

  if (g_str_equal (source, "none"))
    return g_strdup (_ ("None"));
  if (g_str_equal (source, "test"))
    return g_strdup (_ ("Test signal"));
  return g_path_get_basename (path);
}

static void
list_option (GListStore *options, const char *label, const char *source)
{
  g_autoptr (ConfabDeviceOption) option = confab_device_option_new (label, source);

  g_list_store_append (options, option);
}

static void
list_options (ConfabDevices *self, ConfabDeviceKind kind)
{
  g_autofree char *follow = follow_label (self, kind);
  const char *source = self->source[kind];
  const GPtrArray *devices = self->plugged.of[kind];

  g_list_store_remove_all (self->options[kind]);
  list_option (self->options[kind], follow, CONFAB_DEVICE_FOLLOW);
  if (confab_plugged_devices_find (&self->plugged, kind, source) == NULL &&
      !g_str_equal (source, CONFAB_DEVICE_FOLLOW)) {
    g_autofree char *given = given_label (source);

    list_option (self->options[kind], given, source);
  }
  for (guint i = 0; i < devices->len; i++)
    list_option (self->options[kind], confab_device_get_name (devices->pdata[i]),
                 confab_device_get_id (devices->pdata[i]));
  g_signal_emit (self, signals[CHOICES_CHANGED], 0, (guint) kind);
}

/* --- choosing --- */

static void
set_source (ConfabDevices *self, ConfabDeviceKind kind, const char *source, gboolean unplugged)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                                confab_devices_get_action_name (kind));
  g_autofree char *former = g_steal_pointer (&self->source[kind]);

  self->source[kind] = g_strdup (source);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (source));
  g_signal_emit (self, signals[SOURCE_CHANGED], 0, (guint) kind, unplugged);
}

static void
forget_undo (ConfabDevices *self)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    g_clear_pointer (&self->former[kind], g_free);
}

static void
remember (ConfabDevices *self, ConfabDeviceKind kind, const char *source)
{
  g_autofree char *key = confab_plugged_devices_dup_key (&self->plugged);
  g_autoptr (GVariant) memory = g_settings_get_value (self->settings, "devices");

  g_settings_set_value (
      self->settings, "devices",
      confab_device_memory_store (memory, key, kind,
                                  confab_device_choice_to_word (&self->plugged, kind, source)));
}

void
confab_devices_choose (ConfabDevices *self, ConfabDeviceKind kind, const char *source)
{
  g_autofree char *chosen = g_strdup (source);

  g_return_if_fail (CONFAB_IS_DEVICES (self));

  forget_undo (self);
  self->fixed[kind] = FALSE;
  if (g_str_equal (chosen, CONFAB_DEVICE_FOLLOW) ||
      confab_device_choice_is_device (&self->plugged, kind, chosen))
    remember (self, kind, chosen);
  if (!g_str_equal (self->source[kind], chosen))
    set_source (self, kind, chosen, FALSE);
}

void
confab_devices_undo (ConfabDevices *self)
{
  char *former[N_KINDS];

  g_return_if_fail (CONFAB_IS_DEVICES (self));

  /* Choosing forgets them. */
  for (guint kind = 0; kind < N_KINDS; kind++)
    former[kind] = g_steal_pointer (&self->former[kind]);
  for (guint kind = 0; kind < N_KINDS; kind++) {
    if (former[kind] != NULL)
      confab_devices_choose (self, kind, former[kind]);
    g_free (former[kind]);
  }
}

/* --- plugging --- */

static void
say (ConfabDevices *self, const ConfabDeviceNews *news)
{
  g_autofree char *text = confab_device_news_dup_text (news);
  gboolean undoable = FALSE;

  for (guint kind = 0; kind < N_KINDS; kind++)
    undoable = undoable || self->former[kind] != NULL;
  if (text != NULL)
    g_signal_emit (self, signals[SWITCHED], 0, text, undoable);
}

static const char *
decide (ConfabDevices *self, ConfabDeviceKind kind, const ConfabPluggedDevices *before,
        const ConfabPluggedDevices *now)
{
  const char *current = self->source[kind];
  g_autoptr (GVariant) memory = g_settings_get_value (self->settings, "devices");
  g_autofree char *key = confab_plugged_devices_dup_key (now);

  if (self->fixed[kind] &&
      (before == NULL || !confab_device_choice_is_device (before, kind, current) ||
       confab_device_choice_is_device (now, kind, current)))
    return current;
  return confab_device_choice_decide (kind, before, now, current,
                                      confab_device_memory_look_up (memory, key, kind));
}

/* @before: (nullable): at the start */
static void
decide_kind (ConfabDevices *self, ConfabDeviceKind kind, const ConfabPluggedDevices *before,
             ConfabDeviceNews *news)
{
  g_autofree char *former = g_strdup (self->source[kind]);
  g_autofree char *next = g_strdup (decide (self, kind, before, &self->plugged));
  ConfabDevice *was = before != NULL ? confab_plugged_devices_find (before, kind, former) : NULL;
  ConfabDevice *is = confab_plugged_devices_find (&self->plugged, kind, next);
  gboolean unplugged = was != NULL && !confab_device_choice_is_device (&self->plugged, kind,
                                                                       confab_device_get_id (was));

  if (unplugged) {
    confab_device_news_add_gone (news, confab_device_get_name (was));
    if (kind != CONFAB_DEVICE_CAMERA && is != NULL)
      confab_device_news_add_taken (news, confab_device_get_name (is));
  } else if (before != NULL && !g_str_equal (former, next) && was != is && is != NULL) {
    confab_device_news_add_taken (news, confab_device_get_name (is));
    self->former[kind] = g_strdup (was != NULL ? confab_device_get_id (was) : former);
  }
  /* Whoever opened something before it was known that there is nothing gets to know. */
  if (unplugged || !g_str_equal (former, next) || !confab_devices_has_any (self, kind) ||
      (before != NULL && was != is && kind != CONFAB_DEVICE_CAMERA))
    set_source (self, kind, next, unplugged);
}

static void
refresh (ConfabDevices *self)
{
  ConfabPluggedDevices before = self->plugged;
  g_auto (ConfabDeviceNews) news = { NULL };

  gboolean at_start = !self->started;

  self->started = TRUE;
  g_clear_handle_id (&self->settling, g_source_remove);
  confab_plugged_devices_read (&self->plugged, self->lists);
  forget_undo (self);
  for (guint kind = 0; kind < N_KINDS; kind++) {
    g_hash_table_remove_all (self->lost[kind]);
    decide_kind (self, kind, at_start ? NULL : &before, &news);
  }
  for (guint kind = 0; kind < N_KINDS; kind++)
    list_options (self, kind);
  say (self, &news);
  confab_plugged_devices_clear (&before);
}

static gboolean
on_settled (gpointer user_data)
{
  ConfabDevices *self = CONFAB_DEVICES (user_data);

  self->settling = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_listed (GListModel *list, ConfabDevice *device)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (ConfabDevice) listed = g_list_model_get_item (list, i);

    if (g_str_equal (confab_device_get_id (listed), confab_device_get_id (device)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
misses_one_in_use (ConfabDevices *self)
{
  for (guint kind = 0; kind < N_KINDS; kind++) {
    ConfabDevice *used = confab_plugged_devices_find (&self->plugged, kind, self->source[kind]);

    if (used != NULL && !is_listed (self->lists[kind], used))
      return TRUE;
  }
  return FALSE;
}

/* A loss is made up for at once, so that nobody's sound stops. */
static void
on_plugged (ConfabDevices *self)
{
  if (!self->started)
    return;
  if (misses_one_in_use (self))
    refresh (self);
  else if (self->settling == 0)
    self->settling = g_timeout_add (SETTLE_MS, on_settled, self);
}

gboolean
confab_devices_lose (ConfabDevices *self, ConfabDeviceKind kind)
{
  g_auto (ConfabDeviceNews) news = { NULL };
  const GPtrArray *devices;
  ConfabDevice *lost;

  g_return_val_if_fail (CONFAB_IS_DEVICES (self), FALSE);

  devices = self->plugged.of[kind];
  lost = confab_plugged_devices_find (&self->plugged, kind, self->source[kind]);
  if (lost == NULL)
    return FALSE;
  g_hash_table_add (self->lost[kind], g_strdup (confab_device_get_id (lost)));
  for (guint i = 0; i < devices->len; i++) {
    if (g_hash_table_contains (self->lost[kind], confab_device_get_id (devices->pdata[i])))
      continue;
    confab_device_news_add_gone (&news, confab_device_get_name (lost));
    confab_device_news_add_taken (&news, confab_device_get_name (devices->pdata[i]));
    forget_undo (self);
    set_source (self, kind, confab_device_get_id (devices->pdata[i]), TRUE);
    say (self, &news);
    return TRUE;
  }
  return FALSE;
}

void
confab_devices_settle (ConfabDevices *self)
{
  g_return_if_fail (CONFAB_IS_DEVICES (self));

  if (self->settling != 0)
    refresh (self);
}

/* --- the object --- */

static void
on_chosen (GSimpleAction *action, GVariant *source, gpointer user_data)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    if (g_str_equal (g_action_get_name (G_ACTION (action)), confab_devices_get_action_name (kind)))
      confab_devices_choose (user_data, kind, g_variant_get_string (source, NULL));
}

static void
confab_devices_dispose (GObject *object)
{
  ConfabDevices *self = CONFAB_DEVICES (object);

  g_clear_handle_id (&self->settling, g_source_remove);
  for (guint kind = 0; kind < N_KINDS; kind++) {
    g_clear_object (&self->lists[kind]);
    g_clear_object (&self->options[kind]);
  }
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  confab_plugged_devices_clear (&self->plugged);
  G_OBJECT_CLASS (confab_devices_parent_class)->dispose (object);
}

static void
confab_devices_finalize (GObject *object)
{
  ConfabDevices *self = CONFAB_DEVICES (object);

  forget_undo (self);
  for (guint kind = 0; kind < N_KINDS; kind++) {
    g_free (self->source[kind]);
    g_hash_table_unref (self->lost[kind]);
  }
  G_OBJECT_CLASS (confab_devices_parent_class)->finalize (object);
}

static void
confab_devices_class_init (ConfabDevicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_devices_dispose;
  object_class->finalize = confab_devices_finalize;
  signals[SOURCE_CHANGED] =
      g_signal_new ("source-changed", CONFAB_TYPE_DEVICES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
  signals[CHOICES_CHANGED] =
      g_signal_new ("choices-changed", CONFAB_TYPE_DEVICES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SWITCHED] = g_signal_new ("switched", CONFAB_TYPE_DEVICES, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
confab_devices_init (ConfabDevices *self)
{
  self->actions = g_simple_action_group_new ();
  for (guint kind = 0; kind < N_KINDS; kind++) {
    self->plugged.of[kind] = g_ptr_array_new ();
    self->options[kind] = g_list_store_new (CONFAB_TYPE_DEVICE_OPTION);
    self->lost[kind] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  }
}

static void
take_given (ConfabDevices *self, ConfabDeviceKind kind, const char *given)
{
  g_autoptr (GSimpleAction) action = NULL;

  self->source[kind] = g_strdup (given != NULL ? given : CONFAB_DEVICE_FOLLOW);
  self->fixed[kind] = given != NULL;
  action =
      g_simple_action_new_stateful (confab_devices_get_action_name (kind), G_VARIANT_TYPE_STRING,
                                    g_variant_new_string (self->source[kind]));
  g_signal_connect_object (action, "activate", G_CALLBACK (on_chosen), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  list_options (self, kind);
}

/* Not started yet. */
static ConfabDevices *
new_for (GListModel *const *lists, GSettings *settings, const char *const *given)
{
  ConfabDevices *self = g_object_new (CONFAB_TYPE_DEVICES, NULL);

  self->settings = g_object_ref (settings);
  for (guint kind = 0; kind < N_KINDS; kind++) {
    self->lists[kind] = g_object_ref (lists[kind]);
    g_signal_connect_object (lists[kind], "items-changed", G_CALLBACK (on_plugged), self,
                             G_CONNECT_SWAPPED);
    take_given (self, kind, given[kind]);
  }
  return self;
}

ConfabDevices *
confab_devices_new_for (GListModel *const *lists, GSettings *settings, const char *const *given)
{
  ConfabDevices *self = new_for (lists, settings, given);

  refresh (self);
  return self;
}

/* The lists become ready one after the other. */
static void
on_list_ready (ConfabDevices *self)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    if (!confab_device_list_is_ready (CONFAB_DEVICE_LIST (self->lists[kind])))
      return;
  if (!self->started)
    refresh (self);
}

ConfabDevices *
confab_devices_new (const char *const *given)
{
  GListModel *lists[N_KINDS] = { NULL };
  ConfabDevices *self;

  for (guint kind = 0; kind < N_KINDS; kind++)
    lists[kind] = G_LIST_MODEL (confab_device_list_new (kind));
  self = new_for (lists, confab_settings_get (), given);
  for (guint kind = 0; kind < N_KINDS; kind++) {
    g_signal_connect_object (lists[kind], "notify::ready", G_CALLBACK (on_list_ready), self,
                             G_CONNECT_SWAPPED);
    g_object_unref (lists[kind]);
  }
  on_list_ready (self);
  return self;
}

const char *
confab_devices_get_source (ConfabDevices *self, ConfabDeviceKind kind)
{
  g_return_val_if_fail (CONFAB_IS_DEVICES (self), NULL);

  return self->source[kind];
}

gboolean
confab_devices_has_any (ConfabDevices *self, ConfabDeviceKind kind)
{
  g_return_val_if_fail (CONFAB_IS_DEVICES (self), FALSE);

  if (!self->started || self->plugged.of[kind]->len > 0)
    return TRUE;
  return !g_str_equal (self->source[kind], CONFAB_DEVICE_FOLLOW) &&
         !g_str_equal (self->source[kind], "none");
}

int
confab_devices_count (ConfabDevices *self, ConfabDeviceKind kind)
{
  g_return_val_if_fail (CONFAB_IS_DEVICES (self), -1);

  return self->started ? (int) self->plugged.of[kind]->len : -1;
}

GListModel *
confab_devices_get_options (ConfabDevices *self, ConfabDeviceKind kind)
{
  g_return_val_if_fail (CONFAB_IS_DEVICES (self), NULL);

  return G_LIST_MODEL (self->options[kind]);
}

GActionGroup *
confab_devices_get_actions (ConfabDevices *self)
{
  g_return_val_if_fail (CONFAB_IS_DEVICES (self), NULL);

  return G_ACTION_GROUP (self->actions);
}
