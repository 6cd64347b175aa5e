// An open dashboard as its file has it, and its edits: each gives another document, the old one stays as it is.
//
// What an edit does not touch is written as it was read (ordered_json.h). Panels are named by their id; read() gives
// one to each that has none. Pure; any thread.
#pragma once

#include "console/dashboard/dashboard.h"
#include "console/dashboard/edit/ordered_json.h"

#include <map>

namespace vigie::console {

struct PanelPlace {
  int rowId = 0;  ///< the row it stands under; 0: above all rows, and for rows themselves
  GridPosition place;
  friend bool operator==(const PanelPlace&, const PanelPlace&) = default;
};
/// By the panel's id.
using GridArrangement = std::map<int, PanelPlace>;

class DashboardDocument {
 public:
  /// Classic JSON of today's Grafana, `{"dashboard": …}`, the V1 resource, and `rows` of Grafana before 5, which become
  /// panels on the grid (ADR 111).
  static Result<DashboardDocument> read(const QByteArray& file);
  /// Nothing on it yet.
  static DashboardDocument empty(const QString& uid, const QString& title);

  /// The file.
  [[nodiscard]] QByteArray text() const;
  /// Reading had to give ids to panels, or to make panels of rows: what is shown of the file names them otherwise.
  [[nodiscard]] bool wasCompleted() const { return completed_; }
  /// What is shown of it.
  [[nodiscard]] Result<Dashboard> model() const { return parseDashboard(text()); }
  [[nodiscard]] QString title() const { return dashboard_.at("title").toText(); }
  [[nodiscard]] QString uid() const { return dashboard_.at("uid").toText(); }
  /// Null when there is none.
  [[nodiscard]] OrderedJson panel(int id) const;
  [[nodiscard]] int freePanelId() const;
  /// One below the lowest panel.
  [[nodiscard]] int bottom() const;

  [[nodiscard]] DashboardDocument withNames(const QString& uid, const QString& title) const;
  /// At the end, with an id of its own and, where it has no place, below all others.
  [[nodiscard]] DashboardDocument withAdded(const OrderedJson& panel) const;
  [[nodiscard]] DashboardDocument withPanel(int id, const OrderedJson& panel) const;
  [[nodiscard]] DashboardDocument withoutPanel(int id) const;
  /// A copy beside the panel it is a copy of, or below it where there is no room.
  [[nodiscard]] DashboardDocument withCopyOf(int id) const;
  [[nodiscard]] DashboardDocument withPlaces(const std::map<int, GridPosition>& places) const;
  /// Where every panel stands and under which row. One that goes to a row that is folded away in the file goes inside
  /// of it, as Grafana keeps them.
  [[nodiscard]] DashboardDocument withArrangement(const GridArrangement& arrangement) const;

  friend bool operator==(const DashboardDocument& a, const DashboardDocument& b) {
    return a.dashboard_ == b.dashboard_ && a.wrapper_ == b.wrapper_;
  }

 private:
  using Change = std::function<OrderedJson(const OrderedJson& panel)>;
  [[nodiscard]] DashboardDocument withPanels(OrderedJson::Items panels) const;
  [[nodiscard]] DashboardDocument changed(int id, const Change& change) const;

  OrderedJson dashboard_;
  OrderedJson whole_;  ///< with its wrapper
  QString wrapper_;    ///< "dashboard", "spec", or empty
  JsonStyle style_;
  bool completed_ = false;
};

/// {"x": …, "y": …, "w": …, "h": …} in the order of `old`, its unknown members kept.
OrderedJson gridJson(const GridPosition& place, const OrderedJson& old = {});
/// With Grafana's defaults for what is missing.
GridPosition placeOf(const OrderedJson& panel);

}  // namespace vigie::console
