// An open dashboard as its file has it, and its edits: each gives another document, the old one stays as it is.
//
// What an edit does not touch is written as it was read (ordered_json.h). Panels are named by their id; read() gives
// one to each that has none. Pure; any thread.
#pragma once

#include "console/dashboard/dashboard.h"
#include "console/dashboard/edit/ordered_json.h"

#include <map>

namespace vigie::console {

class DashboardDocument {
 public:
  /// Classic JSON of today's Grafana, `{"dashboard": …}` and the V1 resource. Dashboards with `rows` of Grafana before
  /// 5 are refused: they are shown, not edited.
  static Result<DashboardDocument> read(const QByteArray& file);
  /// Nothing on it yet.
  static DashboardDocument empty(const QString& uid, const QString& title);

  /// The file.
  [[nodiscard]] QByteArray text() const;
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
};

/// {"x": …, "y": …, "w": …, "h": …} in the order of `old`, its unknown members kept.
OrderedJson gridJson(const GridPosition& place, const OrderedJson& old = {});
/// With Grafana's defaults for what is missing.
GridPosition placeOf(const OrderedJson& panel);

}  // namespace vigie::console
