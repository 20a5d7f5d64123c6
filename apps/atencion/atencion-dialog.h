/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cony-session.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_DIALOG (atencion_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (AtencionDialog, atencion_dialog, ATENCION, DIALOG, AdwWindow)

/**
 * AtencionDialogClass:
 * @deferrable: whether the command may wait in the person's outbox while there is no database
 * @create_command: makes the command from what was entered; %NULL with atencion_dialog_set_error()
 *   called when it cannot
 *
 * A modal window that asks for something and runs one command with it: action `dialog.send` runs
 * it, `dialog.close` leaves.  It stays open until the command has succeeded, so that nothing that
 * was typed is lost.
 *
 * Properties: "session" (construct-only), "error" (what is wrong, for the template),
 * "busy" (a command is under way).
 * Signals: "done" ()  the command has succeeded; the dialog closes after
 */
struct _AtencionDialogClass
{
  AdwWindowClass parent_class;

  gboolean deferrable;

  ConyCommand *(*create_command) (AtencionDialog *self);
};

void        atencion_dialog_set_error          (AtencionDialog  *self,
                                                const char      *error);
int         atencion_dialog_get_natural_height (AtencionDialog  *self,
                                                int              width);
JsonObject *atencion_dialog_get_result         (AtencionDialog  *self);
gboolean    atencion_check_text                (const char      *text,
                                                guint            max_chars,
                                                char           **problem);

G_END_DECLS
