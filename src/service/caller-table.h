/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who holds how many connections. Addresses that open connections and say nothing can not keep others out:
 * when their share is used up, their own oldest silent connection gives way. Main thread; decides only, the
 * listener closes.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ConfabCallerTable ConfabCallerTable;

/** ConfabCallerEntry: one connection; @caller is the listener's. It is silent until its WebSocket said hello,
 * then it talks. */
typedef struct {
  gpointer caller;
  gpointer address; /* private */
  GList silent;     /* private */
  gboolean talking; /* private */
} ConfabCallerEntry;

ConfabCallerTable *confab_caller_table_new (guint most, guint most_per_address);
void confab_caller_table_free (ConfabCallerTable *table);

/* Adds a caller from the address @key (see confab_address_key(); %NULL: a trusted proxy, which speaks for
 * many). @evicted: (out) (nullable): who has to go for it, which may be @caller itself: cut it off, and it
 * will be removed. */
ConfabCallerEntry *confab_caller_table_add (ConfabCallerTable *table, const char *key,
                                            gpointer caller, gpointer *evicted);

/* A proxy has told whom it speaks for. */
void
confab_caller_table_set_key (ConfabCallerTable *table, ConfabCallerEntry *entry, const char *key);

/* The caller said hello. FALSE, and it stays silent, if its address has as many that talk as it may. */
gboolean confab_caller_table_let_talk (ConfabCallerTable *table, ConfabCallerEntry *entry);

/* Takes the entry out and frees it. */
void confab_caller_table_remove (ConfabCallerTable *table, ConfabCallerEntry *entry);

guint confab_caller_table_get_n_callers (const ConfabCallerTable *table);
guint confab_caller_table_get_n_talking (const ConfabCallerTable *table);

G_END_DECLS
