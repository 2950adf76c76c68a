/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/device-choice.h"

#define MEMORY_TYPE G_VARIANT_TYPE ("a(ssss)")

void
confab_plugged_devices_read (ConfabPluggedDevices *self, GListModel *const *lists)
{
  for (guint kind = 0; kind < CONFAB_N_DEVICE_KINDS; kind++) {
    self->of[kind] = g_ptr_array_new_with_free_func (g_object_unref);
    for (guint i = 0; i < g_list_model_get_n_items (lists[kind]); i++)
      g_ptr_array_add (self->of[kind], g_list_model_get_item (lists[kind], i));
  }
}

void
confab_plugged_devices_clear (ConfabPluggedDevices *self)
{
  for (guint kind = 0; kind < CONFAB_N_DEVICE_KINDS; kind++)
    g_clear_pointer (&self->of[kind], g_ptr_array_unref);
}

ConfabDevice *
confab_plugged_devices_find (const ConfabPluggedDevices *self, ConfabDeviceKind kind,
                             const char *source)
{
  const GPtrArray *devices = self->of[kind];

  if (g_str_equal (source, CONFAB_DEVICE_FOLLOW))
    return devices->len > 0 ? devices->pdata[0] : NULL;
  for (guint i = 0; i < devices->len; i++) {
    if (g_str_equal (confab_device_get_id (devices->pdata[i]), source))
      return devices->pdata[i];
  }
  for (guint i = 0; i < devices->len; i++) {
    if (g_str_equal (confab_device_get_name (devices->pdata[i]), source))
      return devices->pdata[i];
  }
  return NULL;
}

gboolean
confab_device_choice_is_device (const ConfabPluggedDevices *plugged, ConfabDeviceKind kind,
                                const char *source)
{
  return !g_str_equal (source, CONFAB_DEVICE_FOLLOW) &&
         confab_plugged_devices_find (plugged, kind, source) != NULL;
}

static const char *
word_for (ConfabDevice *device)
{
  return confab_device_get_kind (device) == CONFAB_DEVICE_CAMERA ? confab_device_get_name (device)
                                                                 : confab_device_get_id (device);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

char *
confab_plugged_devices_dup_key (const ConfabPluggedDevices *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint kind = 0; kind < CONFAB_N_DEVICE_KINDS; kind++)
    for (guint i = 0; i < self->of[kind]->len; i++)
      g_ptr_array_add (words, g_strdup_printf ("%u %s", kind, word_for (self->of[kind]->pdata[i])));
  g_ptr_array_sort (words, compare_words);
  for (guint i = 0; i < words->len; i++)
    g_checksum_update (sum, words->pdata[i], (gssize) strlen (words->pdata[i]) + 1);
  return g_strndup (g_checksum_get_string (sum), 16);
}

static ConfabDevice *
find_in_group (const ConfabPluggedDevices *plugged, ConfabDeviceKind kind, const char *group)
{
  for (guint i = 0; i < plugged->of[kind]->len; i++) {
    if (g_strcmp0 (confab_device_get_group (plugged->of[kind]->pdata[i]), group) == 0)
      return plugged->of[kind]->pdata[i];
  }
  return NULL;
}

static gboolean
is_headset (const ConfabPluggedDevices *plugged, const char *group)
{
  return group != NULL && find_in_group (plugged, CONFAB_DEVICE_MICROPHONE, group) != NULL &&
         find_in_group (plugged, CONFAB_DEVICE_SPEAKER, group) != NULL;
}

/* Its halves are found one after the other, so it may have been half there before. */
static ConfabDevice *
find_new_headset (const ConfabPluggedDevices *before, const ConfabPluggedDevices *now,
                  ConfabDeviceKind kind)
{
  for (guint i = 0; i < now->of[kind]->len; i++) {
    const char *group = confab_device_get_group (now->of[kind]->pdata[i]);

    if (is_headset (now, group) && !is_headset (before, group))
      return now->of[kind]->pdata[i];
  }
  return NULL;
}

static ConfabDevice *
find_by_word (const ConfabPluggedDevices *now, ConfabDeviceKind kind, const char *word)
{
  for (guint i = 0; i < now->of[kind]->len; i++) {
    if (g_str_equal (word_for (now->of[kind]->pdata[i]), word))
      return now->of[kind]->pdata[i];
  }
  return NULL;
}

const char *
confab_device_choice_decide (ConfabDeviceKind kind, const ConfabPluggedDevices *before,
                             const ConfabPluggedDevices *now, const char *current,
                             const char *remembered)
{
  gboolean follows = g_str_equal (current, CONFAB_DEVICE_FOLLOW);
  ConfabDevice *found = NULL;

  if (!follows && !confab_device_choice_is_device (now, kind, current) &&
      (before == NULL || !confab_device_choice_is_device (before, kind, current)))
    return current;
  if (g_strcmp0 (remembered, CONFAB_DEVICE_FOLLOW) == 0)
    return CONFAB_DEVICE_FOLLOW;
  if (remembered != NULL && *remembered != '\0')
    found = find_by_word (now, kind, remembered);
  if (found == NULL && before != NULL && kind != CONFAB_DEVICE_CAMERA)
    found = find_new_headset (before, now, kind);
  if (found != NULL)
    return confab_device_get_id (found);
  return confab_device_choice_is_device (now, kind, current) ? current : CONFAB_DEVICE_FOLLOW;
}

const char *
confab_device_choice_to_word (const ConfabPluggedDevices *now, ConfabDeviceKind kind,
                              const char *source)
{
  if (!confab_device_choice_is_device (now, kind, source))
    return source;
  return word_for (confab_plugged_devices_find (now, kind, source));
}

typedef struct {
  const char *key;
  const char *words[CONFAB_N_DEVICE_KINDS];
} Memory;

static gboolean
next_memory (GVariantIter *iter, Memory *memory)
{
  return g_variant_iter_next (iter, "(&s&s&s&s)", &memory->key, &memory->words[0],
                              &memory->words[1], &memory->words[2]);
}

const char *
confab_device_memory_look_up (GVariant *memory, const char *key, ConfabDeviceKind kind)
{
  GVariantIter iter;
  Memory one;

  g_variant_iter_init (&iter, memory);
  while (next_memory (&iter, &one)) {
    if (g_str_equal (one.key, key))
      return *one.words[kind] != '\0' ? one.words[kind] : NULL;
  }
  return NULL;
}

static void
add_memory (GVariantBuilder *builder, const Memory *memory)
{
  g_variant_builder_add (builder, "(ssss)", memory->key, memory->words[0], memory->words[1],
                         memory->words[2]);
}

GVariant *
confab_device_memory_store (GVariant *memory, const char *key, ConfabDeviceKind kind,
                            const char *word)
{
  gsize n_others = 0, n_skip, seen = 0;
  Memory stored = { key, { "", "", "" } };
  Memory one;
  GVariantBuilder builder;
  GVariantIter iter;

  g_variant_iter_init (&iter, memory);
  while (next_memory (&iter, &one)) {
    if (g_str_equal (one.key, key))
      stored = one;
    else
      n_others++;
  }
  stored.words[kind] = word;
  n_skip = n_others >= CONFAB_DEVICE_MEMORIES ? n_others - CONFAB_DEVICE_MEMORIES + 1 : 0;

  g_variant_builder_init (&builder, MEMORY_TYPE);
  g_variant_iter_init (&iter, memory);
  while (next_memory (&iter, &one)) {
    if (!g_str_equal (one.key, key) && seen++ >= n_skip)
      add_memory (&builder, &one);
  }
  add_memory (&builder, &stored);
  return g_variant_builder_end (&builder);
}
