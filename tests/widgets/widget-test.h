/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Tests of windows and widgets inside the test's own process, on the private screen of
 * tests/lib/ui-run.sh with GTK_A11Y=test. */

typedef gboolean (*WidgetTestCondition) (gpointer user_data);

void       widget_test_init        (int                   *argc,
                                    char                ***argv);
void       widget_test_load_css    (const char            *resource);
gboolean   widget_test_wait        (WidgetTestCondition    condition,
                                    gpointer               user_data);
void       widget_test_settle      (GtkWidget             *widget);
GtkWidget *widget_test_present     (GtkWidget             *child,
                                    int                    width,
                                    int                    height,
                                    const char            *css_class);
GtkWidget *widget_test_find        (GtkWidget             *root,
                                    GType                  type,
                                    const char            *label);
gboolean   widget_test_shows       (GtkWidget             *root,
                                    const char            *label);
void       widget_test_save_png    (GtkWidget             *window,
                                    const char            *name);
void       widget_test_assert_dies (GtkWidget             *window);

G_END_DECLS
