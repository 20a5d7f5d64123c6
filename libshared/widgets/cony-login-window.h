/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CONY_TYPE_LOGIN_WINDOW (cony_login_window_get_type ())
G_DECLARE_FINAL_TYPE (ConyLoginWindow, cony_login_window, CONY, LOGIN_WINDOW, AdwApplicationWindow)

/**
 * ConyServerState:
 * @CONY_SERVER_STATE_UNKNOWN: nobody has looked yet
 * @CONY_SERVER_STATE_THERE: it answers
 * @CONY_SERVER_STATE_AWAY: it does not
 *
 * Whether the server that is written in the window can be reached.
 */
typedef enum
{
  CONY_SERVER_STATE_UNKNOWN,
  CONY_SERVER_STATE_THERE,
  CONY_SERVER_STATE_AWAY,
} ConyServerState;

/* Signals: "login" (const char *server, const char *user, const char *password)  the person asks to
 * come in; the receiver answers with cony_login_window_set_busy() and _show_error().
 * "look" (const char *server)  it is time to see whether the server is there; the receiver answers
 * with cony_login_window_set_server_state(). */
GtkWidget *cony_login_window_new        (GtkApplication  *application);
void       cony_login_window_set_fields (ConyLoginWindow *self,
                                         const char      *server,
                                         const char      *user);
void       cony_login_window_set_busy   (ConyLoginWindow *self,
                                         gboolean         busy);
void       cony_login_window_show_error (ConyLoginWindow *self,
                                         const GError    *error);

void       cony_login_window_set_server_state (ConyLoginWindow *self,
                                               ConyServerState  state);
void       cony_login_window_set_waiting      (ConyLoginWindow    *self,
                                               const char * const *sentences);

G_END_DECLS
