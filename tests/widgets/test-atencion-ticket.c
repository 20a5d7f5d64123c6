/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-printed.h"
#include "atencion-test.h"
#include "atencion-ticket.h"
#include "widget-test.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* Prints into a file and returns the text of its pages, with `size` of the first page in points. */
static char *
print_ticket (ConyPedido *pedido,
              gboolean    duplicate,
              double     *width,
              double     *height,
              int        *n_pages)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (AtencionClock) clock = atencion_clock_new (session);
  g_autoptr (GtkPrintOperation) operation
    = atencion_ticket_create_operation (pedido, clock, duplicate);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "cony-ticket-XXXXXX.pdf", NULL);
  g_autofree char *command = NULL, *sizes = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *line;
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL,
                                            &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);

  command = g_strdup_printf ("pdfinfo '%s'", path);
  g_spawn_command_line_sync (command, &sizes, NULL, NULL, &error);
  g_assert_no_error (error);
  line = strstr (sizes, "Page size:");
  g_assert_nonnull (line);
  g_assert_cmpint (sscanf (line, "Page size: %lf x %lf", width, height), ==, 2);
  line = strstr (sizes, "Pages:");
  g_assert_cmpint (sscanf (line, "Pages: %d", n_pages), ==, 1);

  g_free (command);
  command = g_strdup_printf ("pdftotext -layout '%s' -", path);
  g_spawn_command_line_sync (command, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  if (g_getenv ("CONY_PNG_DIR"))
    {
      g_autofree char *picture
        = g_strdup_printf ("pdftoppm -png -r 203 '%s' '%s/ticket-%s'", path,
                           g_getenv ("CONY_PNG_DIR"), duplicate ? "duplicado" : "primero");

      g_spawn_command_line_sync (picture, NULL, NULL, NULL, NULL);
    }
  g_unlink (path);
  return g_steal_pointer (&text);
}

static void
test_ticket (void)
{
  g_autoptr (ConyPedido) pedido = atencion_test_pedido (142, "Fátima", "EN_PREPARACION", 10);
  g_autofree char *first = NULL, *again = NULL, *many = NULL;
  double width, height, longer;
  int n_pages;

  atencion_test_add_item (pedido, "Salchipapa", 2, "Grande", 32);
  atencion_test_add_item (pedido, "Alitas picantes con un nombre que no cabe en una línea", 1,
                   "6 piezas\nSIN ají", 22);
  g_object_set (pedido, "nota", "Recoge a las 13:00", NULL);
  first = print_ticket (pedido, FALSE, &width, &height, &n_pages);
  g_assert_cmpfloat_with_epsilon (width, 226.77, 0.5); /* 80 mm */
  g_assert_cmpint (n_pages, ==, 1);
  g_assert_nonnull (strstr (first, "#142"));
  g_assert_nonnull (strstr (first, "Fátima"));
  g_assert_nonnull (strstr (first, "2 Salchipapa"));
  g_assert_nonnull (strstr (first, "SIN ají"));
  g_assert_nonnull (strstr (first, "Recoge a las 13:00"));
  g_assert_null (strstr (first, "DUPLICATE"));
  g_assert_null (strstr (first, "RUSH"));
  /* Of no use in the kitchen. */
  g_assert_null (strstr (first, "987"));
  g_assert_null (strstr (first, "46.00"));

  g_object_set (pedido, "prioridad", TRUE, NULL);
  again = print_ticket (pedido, TRUE, &width, &height, &n_pages);
  g_assert_nonnull (strstr (again, "DUPLICATE"));
  g_assert_nonnull (strstr (again, "RUSH"));

  /* The roll is cut after the ticket, however long it is. */
  for (guint i = 0; i < 40; i++)
    atencion_test_add_item (pedido, "Chicha 500 ml", 1, "Helada", 4);
  many = print_ticket (pedido, TRUE, &width, &longer, &n_pages);
  g_assert_cmpint (n_pages, ==, 1);
  g_assert_cmpfloat (longer, >, height + 40 * 20);
}

static void
test_printed (void)
{
  g_autoptr (ConyPedido) pedido = atencion_test_pedido (142, "Fátima", "EN_PREPARACION", 10);
  g_autoptr (ConyPedido) other = atencion_test_pedido (42, "Elena", "EN_PREPARACION", 10);
  g_autoptr (ConyPedido) elsewhere = atencion_test_pedido (142, "Luis", "EN_PREPARACION", 9999);

  g_assert_false (atencion_printed_contains (pedido));
  atencion_printed_add (pedido);
  g_assert_true (atencion_printed_contains (pedido));
  g_assert_false (atencion_printed_contains (other));
  g_assert_false (atencion_printed_contains (elsewhere));
  atencion_printed_add (other);
  g_assert_true (atencion_printed_contains (other));
  g_assert_true (atencion_printed_contains (pedido));
}

int
main (int   argc,
      char *argv[])
{
  widget_test_init (&argc, &argv);
  g_test_add_func ("/atencion/ticket/paper", test_ticket);
  g_test_add_func ("/atencion/ticket/printed", test_printed);
  return g_test_run ();
}
