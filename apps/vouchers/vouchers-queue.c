/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-queue.h"

#include "vouchers-row.h"
#include "vouchers-voucher.h"

/* The list of receipts that wait. */

static gboolean
filter_pending (gpointer item,
                gpointer user_data)
{
  return vouchers_voucher_is_pending (item);
}

static int
compare_received (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  GDateTime *time_a = cony_voucher_get_recibido ((ConyVoucher *) a);
  GDateTime *time_b = cony_voucher_get_recibido ((ConyVoucher *) b);

  if (!time_a || !time_b)
    return (time_a == NULL) - (time_b == NULL);
  return g_date_time_compare (time_a, time_b);
}

static void
setup_cb (ConySession *session,
          GtkListItem *item)
{
  gtk_list_item_set_child (item, vouchers_row_new (session));
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item)
{
  vouchers_row_set_voucher (VOUCHERS_ROW (gtk_list_item_get_child (item)),
                            gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *item)
{
  vouchers_row_set_voucher (VOUCHERS_ROW (gtk_list_item_get_child (item)), NULL);
}

/**
 * vouchers_queue_fill:
 * @view: an empty list
 * @session: whose time zone counts
 * @vouchers: #ConyVoucher in any order and state
 *
 * Shows the pending ones, oldest first.
 *
 * Returns: (transfer full): which one is chosen
 */
GtkSingleSelection *
vouchers_queue_fill (GtkListView *view,
                     ConySession *session,
                     GListModel  *vouchers)
{
  g_autoptr (GtkListItemFactory) factory = NULL;
  GtkSingleSelection *selection;
  GtkFilter *filter;
  GtkSorter *sorter;
  GListModel *pending;

  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), NULL);
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (vouchers), NULL);

  filter = GTK_FILTER (gtk_custom_filter_new (filter_pending, NULL, NULL));
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_received, NULL, NULL));
  pending = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (vouchers), filter));
  selection = gtk_single_selection_new (G_LIST_MODEL (gtk_sort_list_model_new (pending, sorter)));

  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), session, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (view, factory);
  gtk_list_view_set_model (view, GTK_SELECTION_MODEL (selection));
  return selection;
}
