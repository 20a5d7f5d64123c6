/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "widget-test.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "cony-widgets.h"

/* A loaded machine is slow; a condition that never comes true must still end the test. */
#define PATIENCE (60 * G_TIME_SPAN_SECOND)

/**
 * widget_test_init:
 * @argc: of main()
 * @argv: of main()
 *
 * Starts test framework, GTK and the shared widgets.  Texts are the English msgids unless
 * CONY_LOCALEDIR names compiled translations.
 */
void
widget_test_init (int    *argc,
                  char ***argv)
{
  const char *localedir = g_getenv ("CONY_LOCALEDIR");

  g_test_init (argc, argv, NULL);
  g_test_set_nonfatal_assertions ();
  setlocale (LC_ALL, "");
  if (localedir)
    {
      bindtextdomain (GETTEXT_PACKAGE, localedir);
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
      textdomain (GETTEXT_PACKAGE);
    }
  adw_init ();
  cony_widgets_init ();
}

/**
 * widget_test_load_css:
 * @resource: path of the style sheet of a program
 *
 * As its AdwApplication would.
 */
void
widget_test_load_css (const char *resource)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, resource);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static gboolean
stay_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * widget_test_wait:
 * @condition: what to wait for
 * @user_data: of @condition
 *
 * Runs the main loop until @condition is true.
 *
 * Returns: %FALSE when it did not come true in 10 s
 */
gboolean
widget_test_wait (WidgetTestCondition condition,
                  gpointer            user_data)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;
  guint wake = g_timeout_add (20, stay_cb, NULL);
  gboolean met = condition (user_data);

  while (!met && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, TRUE);
      met = condition (user_data);
    }
  g_source_remove (wake);
  return met;
}

typedef struct
{
  GdkFrameClock *frame_clock;
  gint64 wanted;
} Frames;

static gboolean
is_painted (gpointer user_data)
{
  Frames *frames = user_data;

  return gdk_frame_clock_get_frame_counter (frames->frame_clock) >= frames->wanted;
}

/**
 * widget_test_settle:
 * @widget: a widget on the screen
 *
 * Waits until three more frames are painted: changes made in an idle or a tick callback are on the
 * screen then.
 */
void
widget_test_settle (GtkWidget *widget)
{
  for (int i = 0; i < 3; i++)
    {
      Frames frames;

      while (g_main_context_iteration (NULL, FALSE))
        ;
      frames.frame_clock = gtk_widget_get_frame_clock (widget);
      frames.wanted = gdk_frame_clock_get_frame_counter (frames.frame_clock) + 1;
      gtk_widget_queue_draw (widget);
      gdk_frame_clock_request_phase (frames.frame_clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      g_assert_true (widget_test_wait (is_painted, &frames));
    }
}

/**
 * widget_test_present:
 * @child: (transfer floating): a widget
 * @width: of the window
 * @height: of the window
 * @css_class: of the window: `cony` or `board`
 *
 * Returns: (transfer none): a window on the screen with @child in it
 */
GtkWidget *
widget_test_present (GtkWidget  *child,
                     int         width,
                     int         height,
                     const char *css_class)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_widget_add_css_class (window, css_class);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  return window;
}

static char *
get_label (GtkWidget *widget)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "label");
  char *label = NULL;

  if (GTK_IS_LABEL (widget))
    return g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  if (pspec && G_PARAM_SPEC_VALUE_TYPE (pspec) == G_TYPE_STRING)
    g_object_get (widget, "label", &label, NULL);
  return label;
}

/**
 * widget_test_find:
 * @root: where to look
 * @type: kind of widget
 * @label: (nullable): its text, %NULL for any
 *
 * Returns: (transfer none) (nullable): the first one that is on the screen
 */
GtkWidget *
widget_test_find (GtkWidget  *root,
                  GType       type,
                  const char *label)
{
  GtkWidget *child;

  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    {
      g_autofree char *text = label ? get_label (root) : NULL;

      if (!label || g_strcmp0 (text, label) == 0)
        return root;
    }
  for (child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = widget_test_find (child, type, label);

      if (found)
        return found;
    }
  return NULL;
}

/**
 * widget_test_shows:
 * @root: where to look
 * @label: a text
 *
 * Returns: %TRUE when a label with exactly this text is on the screen
 */
gboolean
widget_test_shows (GtkWidget  *root,
                   const char *label)
{
  return widget_test_find (root, GTK_TYPE_LABEL, label) != NULL;
}

/**
 * widget_test_save_png:
 * @window: a window on the screen
 * @name: file name without suffix
 *
 * Writes a picture of @window into the folder that CONY_PNG_DIR names; nothing without it.
 */
void
widget_test_save_png (GtkWidget  *window,
                      const char *name)
{
  const char *folder = g_getenv ("CONY_PNG_DIR");
  g_autofree char *path = NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width = gtk_widget_get_width (window);
  int height = gtk_widget_get_height (window);

  if (!folder)
    return;
  path = g_strdup_printf ("%s/%s.png", folder, name);
  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static gboolean
is_null (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/**
 * widget_test_assert_dies:
 * @window: (transfer full): a window on the screen
 *
 * Destroys @window and proves that nothing keeps it alive: no leak tool sees a widget that is still
 * referenced by its own children or handlers.
 */
void
widget_test_assert_dies (GtkWidget *window)
{
  gpointer alive = window;

  g_object_add_weak_pointer (G_OBJECT (window), &alive);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_true (widget_test_wait (is_null, &alive));
}
