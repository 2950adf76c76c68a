/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever stands in a configuration file, it is read or refused with a line; what is read can be checked and
 * copied. */
#include <stdint.h>
#include <string.h>

#include "service/service-config.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

/* Files that a configuration names are not opened by a fuzzer. */
static int
names_a_file_to_read (const uint8_t *bytes, size_t size)
{
  return g_strstr_len ((const char *) bytes, (gssize) size, "secret-file") != NULL;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabServiceConfig) config = NULL;
  g_autoptr (ConfabServiceConfig) copy = NULL;

  if (size > 0 && names_a_file_to_read (bytes, size))
    return 0;
  config = confab_service_config_parse ((const char *) bytes, size, "x.ini", &error);
  if (config == NULL) {
    g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG);
    g_assert_true (g_str_has_prefix (error->message, "x.ini:"));
    return 0;
  }
  copy = confab_service_config_copy (config);
  g_assert_true (confab_service_config_check (config, NULL) ==
                 confab_service_config_check (copy, NULL));
  return 0;
}
