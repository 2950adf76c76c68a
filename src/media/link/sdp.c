/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See sdp.h. A line is read once; each attribute that matters has one function in the table below. */
#include "media/link/sdp.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "media/link/link-error.h"

#define TWCC_URI "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
#define FINGERPRINT_BYTES 32
/* RFC 8285 section 4.2: one-byte header extensions have the numbers 1 to 14. */
#define MAX_EXTENSION_ID 14
#define MAX_MID_LENGTH 16
#define MAX_FORMATS 32
#define MAX_LINES 1024

/* One m-line while it is being read. */
typedef struct {
  ConfabSdpMedia *media; /* owned by ConfabSdp.media */
  gboolean bundle_only, rtcp_mux, has_setup, has_sctp_port;
  char *ufrag, *pwd;
  guint extension_ids; /* bit per number seen */
} Section;

typedef struct {
  ConfabSdpType type;
  ConfabSdp *sdp;
  GArray *sections; /* Section */
  char **bundle;    /* the mids of a=group:BUNDLE, nullable */
  const char *problem;
} Reader;

static void
media_free (ConfabSdpMedia *media)
{
  g_free (media->mid);
  g_array_unref (media->ssrcs);
  g_free (media);
}

void
confab_sdp_free (ConfabSdp *self)
{
  g_ptr_array_unref (self->media);
  g_clear_pointer (&self->fingerprint, g_bytes_unref);
  g_free (self);
}

static void
section_clear (Section *section)
{
  g_free (section->ufrag);
  g_free (section->pwd);
}

static void
reader_init (Reader *reader, ConfabSdpType type)
{
  *reader = (Reader){ .type = type, .sdp = g_new0 (ConfabSdp, 1) };
  reader->sdp->media = g_ptr_array_new_with_free_func ((GDestroyNotify) media_free);
  reader->sections = g_array_new (FALSE, TRUE, sizeof (Section));
  g_array_set_clear_func (reader->sections, (GDestroyNotify) section_clear);
}

static void
reader_clear (Reader *reader)
{
  g_clear_pointer (&reader->sdp, confab_sdp_free);
  g_array_unref (reader->sections);
  g_strfreev (reader->bundle);
}

static Section *
current (Reader *reader)
{
  if (reader->sections->len == 0)
    return NULL;
  return &g_array_index (reader->sections, Section, reader->sections->len - 1);
}

static gboolean
refuse (Reader *reader, const char *problem)
{
  if (reader->problem == NULL)
    reader->problem = problem;
  return FALSE;
}

/* @text: decimal digits up to @end (a character or 0); no sign, no space. */
static gboolean
read_number (const char *text, char end, guint64 max, guint64 *number)
{
  guint64 value = 0;

  if (!g_ascii_isdigit (*text))
    return FALSE;
  for (; g_ascii_isdigit (*text); text++) {
    value = value * 10 + (guint64) (*text - '0');
    if (value > max)
      return FALSE;
  }
  if (*text != end)
    return FALSE;
  *number = value;
  return TRUE;
}

/* RFC 8839 section 5.4: ice-char. */
static gboolean
is_ice_text (const char *text, gsize min)
{
  gsize length = strlen (text);

  if (length < min || length > 256)
    return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '+' && *c != '/')
      return FALSE;
  return TRUE;
}

static gboolean
is_mid (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > MAX_MID_LENGTH)
    return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
      return FALSE;
  return TRUE;
}

/* "AB:CD:…", RFC 8122 section 5. */
static GBytes *
read_fingerprint (const char *text)
{
  guint8 bytes[FINGERPRINT_BYTES];

  if (strlen (text) != 3 * FINGERPRINT_BYTES - 1)
    return NULL;
  for (guint i = 0; i < FINGERPRINT_BYTES; i++) {
    const char *digits = text + 3 * i;

    if (!g_ascii_isxdigit (digits[0]) || !g_ascii_isxdigit (digits[1]) ||
        (i < FINGERPRINT_BYTES - 1 && digits[2] != ':'))
      return NULL;
    bytes[i] = (guint8) (g_ascii_xdigit_value (digits[0]) << 4 | g_ascii_xdigit_value (digits[1]));
  }
  return g_bytes_new (bytes, sizeof bytes);
}

static gboolean
on_fingerprint (Reader *reader, const char *value)
{
  g_autoptr (GBytes) fingerprint = NULL;

  if (g_ascii_strncasecmp (value, "sha-256 ", 8) == 0)
    fingerprint = read_fingerprint (value + 8);
  if (fingerprint == NULL)
    return refuse (reader, "a fingerprint is not sha-256");
  if (reader->sdp->fingerprint == NULL)
    reader->sdp->fingerprint = g_steal_pointer (&fingerprint);
  else if (!g_bytes_equal (reader->sdp->fingerprint, fingerprint))
    return refuse (reader, "fingerprints differ");
  return TRUE;
}

static gboolean
on_group (Reader *reader, const char *value)
{
  if (current (reader) != NULL || !g_str_has_prefix (value, "BUNDLE ") || reader->bundle != NULL)
    return refuse (reader, "not exactly one BUNDLE group");
  reader->bundle = g_strsplit (value + strlen ("BUNDLE "), " ", CONFAB_SDP_MAX_MEDIA + 1);
  return TRUE;
}

static gboolean
on_mid (Reader *reader, const char *value)
{
  Section *section = current (reader);

  if (section == NULL || section->media->mid != NULL || !is_mid (value) ||
      confab_sdp_find_mid (reader->sdp, value) >= 0)
    return refuse (reader, "a mid is missing, odd or repeated");
  section->media->mid = g_strdup (value);
  return TRUE;
}

static gboolean
on_ufrag (Reader *reader, const char *value)
{
  Section *section = current (reader);

  if (section == NULL || section->ufrag != NULL || !is_ice_text (value, 4))
    return refuse (reader, "a bad ice-ufrag");
  section->ufrag = g_strdup (value);
  return TRUE;
}

static gboolean
on_pwd (Reader *reader, const char *value)
{
  Section *section = current (reader);

  if (section == NULL || section->pwd != NULL || !is_ice_text (value, 22))
    return refuse (reader, "a bad ice-pwd");
  section->pwd = g_strdup (value);
  return TRUE;
}

static gboolean
on_setup (Reader *reader, const char *value)
{
  const char *expected = reader->type == CONFAB_SDP_OFFER ? "actpass" : "active";
  Section *section = current (reader);

  if (section == NULL || section->has_setup || strcmp (value, expected) != 0)
    return refuse (reader, "a DTLS role other than actpass in an offer, active in an answer");
  section->has_setup = TRUE;
  return TRUE;
}

static gboolean
on_bundle_only (Reader *reader, const char *value)
{
  Section *section = current (reader);

  if (section == NULL)
    return refuse (reader, "bundle-only outside of a medium");
  section->bundle_only = TRUE;
  return TRUE;
}

static gboolean
on_rtcp_mux (Reader *reader, const char *value)
{
  Section *section = current (reader);

  if (section == NULL)
    return refuse (reader, "rtcp-mux outside of a medium");
  section->rtcp_mux = TRUE;
  return TRUE;
}

static gboolean
on_extmap (Reader *reader, const char *value)
{
  Section *section = current (reader);
  const char *uri = strchr (value, ' ');
  guint64 id = 0;

  if (section == NULL || uri == NULL || !read_number (value, ' ', MAX_EXTENSION_ID, &id) ||
      id == 0 || (section->extension_ids & (1u << id)) != 0)
    return refuse (reader, "a bad or repeated extmap");
  section->extension_ids |= 1u << id;
  if (strcmp (uri + 1, TWCC_URI) == 0)
    section->media->twcc_id = (guint) id;
  return TRUE;
}

static gboolean
on_ssrc (Reader *reader, const char *value)
{
  Section *section = current (reader);
  guint64 number = 0;
  guint32 ssrc;

  if (section == NULL || !read_number (value, ' ', G_MAXUINT32, &number) || number == 0)
    return refuse (reader, "a bad ssrc");
  ssrc = (guint32) number;
  /* One SSRC has several lines (cname, msid), one after the other. */
  if (section->media->ssrcs->len > 0 &&
      g_array_index (section->media->ssrcs, guint32, section->media->ssrcs->len - 1) == ssrc)
    return TRUE;
  g_array_append_val (section->media->ssrcs, ssrc);
  return TRUE;
}

static gboolean
on_sctp_port (Reader *reader, const char *value)
{
  Section *section = current (reader);
  guint64 port = 0;

  if (section == NULL || !read_number (value, '\0', G_MAXUINT16, &port) || port == 0)
    return refuse (reader, "a bad sctp-port");
  section->has_sctp_port = TRUE;
  return TRUE;
}

static gboolean
on_forbidden (Reader *reader, const char *value)
{
  return refuse (reader, "SDES keys, candidates or ICE lite in the description");
}

static const struct {
  const char *name;
  gboolean (*read) (Reader *reader, const char *value);
} attributes[] = {
  { "fingerprint", on_fingerprint },
  { "group", on_group },
  { "mid", on_mid },
  { "ice-ufrag", on_ufrag },
  { "ice-pwd", on_pwd },
  { "setup", on_setup },
  { "bundle-only", on_bundle_only },
  { "rtcp-mux", on_rtcp_mux },
  { "extmap", on_extmap },
  { "ssrc", on_ssrc },
  { "sctp-port", on_sctp_port },
  { "crypto", on_forbidden },
  { "candidate", on_forbidden },
  { "end-of-candidates", on_forbidden },
  { "ice-lite", on_forbidden },
};

static gboolean
read_attribute (Reader *reader, const char *text)
{
  const char *colon = strchr (text, ':');
  gsize length = colon != NULL ? (gsize) (colon - text) : strlen (text);

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (strlen (attributes[i].name) == length && strncmp (attributes[i].name, text, length) == 0)
      return attributes[i].read (reader, colon != NULL ? colon + 1 : "");
  return TRUE;
}

static gboolean
read_formats (Reader *reader, ConfabSdpKind kind, char **formats)
{
  guint n_formats = g_strv_length (formats);

  if (kind == CONFAB_SDP_DATA)
    return (n_formats == 1 && strcmp (formats[0], "webrtc-datachannel") == 0) ||
           refuse (reader, "an unknown kind of data channel");
  if (n_formats == 0 || n_formats > MAX_FORMATS)
    return refuse (reader, "no formats, or too many");
  for (guint i = 0; i < n_formats; i++) {
    guint64 payload_type;

    if (!read_number (formats[i], '\0', 127, &payload_type))
      return refuse (reader, "a bad payload type");
  }
  return TRUE;
}

/* "audio 9 UDP/TLS/RTP/SAVPF 97" */
static gboolean
read_media_line (Reader *reader, const char *text)
{
  static const struct {
    const char *name, *proto;
  } kinds[] = { [CONFAB_SDP_AUDIO] = { "audio", "UDP/TLS/RTP/SAVPF" },
                [CONFAB_SDP_VIDEO] = { "video", "UDP/TLS/RTP/SAVPF" },
                [CONFAB_SDP_DATA] = { "application", "UDP/DTLS/SCTP" } };
  g_auto (GStrv) fields = g_strsplit (text, " ", MAX_FORMATS + 5);
  Section section = { 0 };
  guint64 port = 0;
  guint kind = 0;

  if (reader->sdp->media->len == CONFAB_SDP_MAX_MEDIA || g_strv_length (fields) < 4)
    return refuse (reader, "too many m-lines, or a bad one");
  while (kind < G_N_ELEMENTS (kinds) && strcmp (fields[0], kinds[kind].name) != 0)
    kind++;
  if (kind == G_N_ELEMENTS (kinds) || strcmp (fields[2], kinds[kind].proto) != 0 ||
      !read_number (fields[1], '\0', G_MAXUINT16, &port))
    return refuse (reader, "an m-line of an unknown kind");

  section.media = g_new0 (ConfabSdpMedia, 1);
  section.media->kind = (ConfabSdpKind) kind;
  section.media->ssrcs = g_array_new (FALSE, FALSE, sizeof (guint32));
  section.media->rejected = port == 0;
  g_ptr_array_add (reader->sdp->media, section.media);
  g_array_append_val (reader->sections, section);
  return read_formats (reader, section.media->kind, fields + 3);
}

static gboolean
read_line (Reader *reader, guint number, const char *line)
{
  for (const char *c = line; *c != '\0'; c++)
    if (!g_ascii_isprint (*c))
      return refuse (reader, "a character that is not printable ASCII");
  if (number == 0)
    return strcmp (line, "v=0") == 0 || refuse (reader, "not version 0");
  if (!g_ascii_islower (line[0]) || line[1] != '=')
    return refuse (reader, "a line that is not type=value");
  if (line[0] == 'm')
    return read_media_line (reader, line + 2);
  if (line[0] == 'a')
    return read_attribute (reader, line + 2);
  return TRUE;
}

static gboolean
check_section (Reader *reader, Section *section)
{
  ConfabSdpMedia *media = section->media;

  media->rejected = media->rejected && !section->bundle_only;
  if (media->mid == NULL)
    return refuse (reader, "an m-line without mid");
  if (section->ufrag == NULL || section->pwd == NULL || !section->has_setup)
    return refuse (reader, "an m-line without ICE credentials or DTLS role");
  if (media->kind == CONFAB_SDP_DATA ? !section->has_sctp_port : !section->rtcp_mux)
    return refuse (reader, "an m-line without sctp-port or rtcp-mux");
  if (!media->rejected && !g_strv_contains ((const char *const *) reader->bundle, media->mid))
    return refuse (reader, "an m-line outside of the BUNDLE group");
  return TRUE;
}

static gboolean
check_whole (Reader *reader)
{
  guint n_data = 0;

  if (reader->sections->len == 0 || reader->bundle == NULL || reader->sdp->fingerprint == NULL)
    return refuse (reader, "no m-line, BUNDLE group or fingerprint");
  for (guint i = 0; i < reader->sections->len; i++) {
    Section *section = &g_array_index (reader->sections, Section, i);

    if (!check_section (reader, section))
      return FALSE;
    if (section->media->kind == CONFAB_SDP_DATA)
      n_data++;
  }
  for (char **mid = reader->bundle; *mid != NULL; mid++) {
    int index = confab_sdp_find_mid (reader->sdp, *mid);

    if (index < 0)
      return refuse (reader, "a BUNDLE group of m-lines that are not there");
    if (mid == reader->bundle)
      reader->sdp->bundle_mline = (guint) index;
  }
  return n_data <= 1 || refuse (reader, "more than one m-line for data channels");
}

static gboolean
read_text (Reader *reader, const char *text)
{
  g_auto (GStrv) lines = NULL;

  if (strlen (text) > CONFAB_SDP_MAX_BYTES)
    return refuse (reader, "it is too long");
  lines = g_strsplit (text, "\n", MAX_LINES + 1);
  if (g_strv_length (lines) > MAX_LINES)
    return refuse (reader, "it has too many lines");
  for (guint i = 0; lines[i] != NULL; i++) {
    if (g_str_has_suffix (lines[i], "\r"))
      lines[i][strlen (lines[i]) - 1] = '\0';
    if (lines[i][0] == '\0' && lines[i + 1] == NULL)
      break; /* what follows the last line's end */
    if (!read_line (reader, i, lines[i]))
      return FALSE;
  }
  return check_whole (reader);
}

ConfabSdp *
confab_sdp_parse (const char *text, ConfabSdpType type, GError **error)
{
  Reader reader;
  ConfabSdp *sdp = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  reader_init (&reader, type);
  if (read_text (&reader, text)) {
    sdp = g_steal_pointer (&reader.sdp);
  } else {
    g_debug ("description refused: %s", reader.problem);
    g_set_error_literal (
        error, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_DESCRIPTION,
        _ ("The other side describes the connection in a way this program does not "
           "understand; install the newest Confab on both sides"));
  }
  reader_clear (&reader);
  return sdp;
}

int
confab_sdp_find_mid (const ConfabSdp *self, const char *mid)
{
  for (guint i = 0; i < self->media->len; i++) {
    const ConfabSdpMedia *media = g_ptr_array_index (self->media, i);

    if (g_strcmp0 (media->mid, mid) == 0)
      return (int) i;
  }
  return -1;
}

const ConfabSdpMedia *
confab_sdp_find_ssrc (const ConfabSdp *self, guint32 ssrc)
{
  for (guint i = 0; i < self->media->len; i++) {
    const ConfabSdpMedia *media = g_ptr_array_index (self->media, i);

    for (guint j = 0; j < media->ssrcs->len; j++)
      if (g_array_index (media->ssrcs, guint32, j) == ssrc)
        return media;
  }
  return NULL;
}

static char *
write_fingerprint (GBytes *fingerprint)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (fingerprint, &size);
  GString *text = g_string_new ("a=fingerprint:sha-256 ");

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, i == 0 ? "%02X" : ":%02X", bytes[i]);
  return g_string_free (text, FALSE);
}

char *
confab_sdp_set_fingerprint (const char *text, GBytes *fingerprint)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *ours = write_fingerprint (fingerprint);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "a=fingerprint:")) {
      char *line = g_strconcat (ours, g_str_has_suffix (lines[i], "\r") ? "\r" : "", NULL);

      g_free (lines[i]);
      lines[i] = line;
    }
  return g_strjoinv ("\n", lines);
}

char *
confab_sdp_mirror_twcc (const char *answer, const ConfabSdp *offer)
{
  g_auto (GStrv) lines = g_strsplit (answer, "\n", -1);
  GString *edited = g_string_new (NULL);
  guint mline = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    const ConfabSdpMedia *media =
        mline > 0 && mline <= offer->media->len ? offer->media->pdata[mline - 1] : NULL;

    if (g_str_has_prefix (lines[i], "m="))
      mline++;
    /* The answer's own line, if a later webrtcbin writes one, gives way to the offer's number. */
    if (media != NULL && media->twcc_id != 0 && g_str_has_prefix (lines[i], "a=extmap:") &&
        strstr (lines[i], TWCC_URI) != NULL)
      continue;
    g_string_append (edited, lines[i]);
    if (lines[i + 1] != NULL)
      g_string_append_c (edited, '\n');
    if (g_str_has_prefix (lines[i], "a=mid:") && media != NULL && media->twcc_id != 0)
      g_string_append_printf (edited, "a=extmap:%u " TWCC_URI "\r\n", media->twcc_id);
  }
  return g_string_free (edited, FALSE);
}
