#include "console/dashboard/edit/dashboard_document.h"

#include "console/dashboard/edit/legacy_rows_json.h"

#include <algorithm>
#include <set>

namespace vigie::console {
namespace {

int idOf(const OrderedJson& panel) { return static_cast<int>(panel.at("id").toNumber()); }

OrderedJson::Items panelsOf(const OrderedJson& holder) { return holder.at("panels").items(); }

void collectIds(const OrderedJson& holder, std::set<int>& ids) {
  for (const OrderedJson& panel : panelsOf(holder)) {
    ids.insert(idOf(panel));
    collectIds(panel, ids);
  }
}

/// Each panel has an id that no other one has.
OrderedJson withIds(const OrderedJson& holder, std::set<int>& taken, int& next) {
  OrderedJson::Items panels = panelsOf(holder);
  bool touched = false;
  for (OrderedJson& panel : panels) {
    int id = idOf(panel);
    if (id <= 0 || !taken.insert(id).second) {
      while (!taken.insert(next).second) ++next;
      panel = panel.with("id", OrderedJson::number(next));
      touched = true;
    }
    if (panel.at("panels").isArray()) {
      OrderedJson inner = withIds(panel, taken, next);
      touched = touched || !(inner == panel);
      panel = std::move(inner);
    }
  }
  return touched ? holder.with("panels", OrderedJson::array(std::move(panels))) : holder;
}

}  // namespace

OrderedJson gridJson(const GridPosition& place, const OrderedJson& old) {
  OrderedJson grid = old.isObject() ? old : OrderedJson::object({});
  const auto set = [&grid](const char* key, int value) {
    if (static_cast<int>(grid.at(key).toNumber(-1)) != value) grid = grid.with(key, OrderedJson::number(value));
  };
  // Grafana's own order, for a new one.
  set("h", place.h);
  set("w", place.w);
  set("x", place.x);
  set("y", place.y);
  return grid;
}

GridPosition placeOf(const OrderedJson& panel) {
  const OrderedJson grid = panel.at("gridPos");
  GridPosition place;
  place.w = std::clamp(static_cast<int>(grid.at("w").toNumber(12)), 1, 24);
  place.x = std::clamp(static_cast<int>(grid.at("x").toNumber(0)), 0, 24 - place.w);
  place.y = std::max(0, static_cast<int>(grid.at("y").toNumber(0)));
  place.h = std::clamp(static_cast<int>(grid.at("h").toNumber(8)), 1, 200);
  return place;
}

Result<DashboardDocument> DashboardDocument::read(const QByteArray& file) {
  // Whether it is a dashboard at all, and one that can be shown, is told in the reader's words.
  if (const auto model = parseDashboard(file); !model) return model.error();
  auto json = OrderedJson::parse(file);
  if (!json) return json.error();
  DashboardDocument document;
  document.style_ = jsonStyleOf(file);
  document.whole_ = *json;
  document.dashboard_ = *json;
  for (const char* wrapper : {"dashboard", "spec"}) {
    if (!json->at(wrapper).isObject()) continue;
    document.wrapper_ = QString::fromLatin1(wrapper);
    document.dashboard_ = json->at(wrapper);
    break;
  }
  const OrderedJson asRead = document.dashboard_;
  if (hasLegacyRows(asRead)) document.dashboard_ = withPanelsForRows(asRead);
  std::set<int> taken;
  int next = 1;
  std::set<int> all;
  collectIds(document.dashboard_, all);
  if (!all.empty()) next = std::max(1, *all.rbegin() + 1);
  document.dashboard_ = withIds(document.dashboard_, taken, next);
  document.completed_ = !(document.dashboard_ == asRead);
  return document;
}

DashboardDocument DashboardDocument::empty(const QString& uid, const QString& title) {
  DashboardDocument document;
  const auto text = [](const char* value) { return OrderedJson::text(QString::fromLatin1(value)); };
  document.dashboard_ = OrderedJson::object(
      {{QStringLiteral("uid"), OrderedJson::text(uid)},
       {QStringLiteral("title"), OrderedJson::text(title)},
       {QStringLiteral("tags"), OrderedJson::array({})},
       {QStringLiteral("schemaVersion"), OrderedJson::number(39)},
       {QStringLiteral("version"), OrderedJson::number(1)},
       {QStringLiteral("editable"), OrderedJson::boolean(true)},
       {QStringLiteral("time"),
        OrderedJson::object({{QStringLiteral("from"), text("now-1h")}, {QStringLiteral("to"), text("now")}})},
       {QStringLiteral("templating"), OrderedJson::object({{QStringLiteral("list"), OrderedJson::array({})}})},
       {QStringLiteral("panels"), OrderedJson::array({})}});
  document.whole_ = document.dashboard_;
  return document;
}

QByteArray DashboardDocument::text() const {
  const OrderedJson whole = wrapper_.isEmpty() ? dashboard_ : whole_.with(wrapper_.toLatin1().constData(), dashboard_);
  return whole.written(style_);
}

OrderedJson DashboardDocument::panel(int id) const {
  for (const OrderedJson& panel : panelsOf(dashboard_)) {
    if (idOf(panel) == id) return panel;
    for (const OrderedJson& nested : panelsOf(panel)) {
      if (idOf(nested) == id) return nested;
    }
  }
  return {};
}

int DashboardDocument::freePanelId() const {
  std::set<int> ids;
  collectIds(dashboard_, ids);
  return ids.empty() ? 1 : std::max(0, *ids.rbegin()) + 1;
}

int DashboardDocument::bottom() const {
  int bottom = 0;
  for (const OrderedJson& panel : panelsOf(dashboard_)) {
    const GridPosition place = placeOf(panel);
    bottom = std::max(bottom, place.y + place.h);
  }
  return bottom;
}

DashboardDocument DashboardDocument::withPanels(OrderedJson::Items panels) const {
  DashboardDocument next = *this;
  next.dashboard_ = dashboard_.with("panels", OrderedJson::array(std::move(panels)));
  return next;
}

DashboardDocument DashboardDocument::withNames(const QString& uid, const QString& title) const {
  DashboardDocument next = *this;
  if (uid != this->uid()) next.dashboard_ = next.dashboard_.with("uid", OrderedJson::text(uid));
  if (title != this->title()) next.dashboard_ = next.dashboard_.with("title", OrderedJson::text(title));
  return next;
}

DashboardDocument DashboardDocument::withAdded(const OrderedJson& panel) const {
  OrderedJson added = panel.with("id", OrderedJson::number(freePanelId()));
  if (!added.at("gridPos").isObject()) added = added.with("gridPos", gridJson({0, bottom(), 12, 8}));
  OrderedJson::Items panels = panelsOf(dashboard_);
  panels.push_back(std::move(added));
  return withPanels(std::move(panels));
}

DashboardDocument DashboardDocument::changed(int id, const Change& change) const {
  OrderedJson::Items panels = panelsOf(dashboard_);
  for (OrderedJson& panel : panels) {
    if (idOf(panel) == id) {
      panel = change(panel);
      return withPanels(std::move(panels));
    }
    OrderedJson::Items nested = panelsOf(panel);
    for (OrderedJson& inner : nested) {
      if (idOf(inner) != id) continue;
      inner = change(inner);
      panel = panel.with("panels", OrderedJson::array(std::move(nested)));
      return withPanels(std::move(panels));
    }
  }
  return *this;
}

DashboardDocument DashboardDocument::withPanel(int id, const OrderedJson& panel) const {
  return changed(id, [&panel](const OrderedJson&) { return panel; });
}

DashboardDocument DashboardDocument::withoutPanel(int id) const {
  OrderedJson::Items panels = panelsOf(dashboard_);
  std::erase_if(panels, [id](const OrderedJson& panel) { return idOf(panel) == id; });
  for (OrderedJson& panel : panels) {
    OrderedJson::Items nested = panelsOf(panel);
    if (std::erase_if(nested, [id](const OrderedJson& inner) { return idOf(inner) == id; }) == 0) continue;
    panel = panel.with("panels", OrderedJson::array(std::move(nested)));
  }
  return withPanels(std::move(panels));
}

DashboardDocument DashboardDocument::withCopyOf(int id) const {
  const OrderedJson original = panel(id);
  if (original.isNull()) return *this;
  GridPosition place = placeOf(original);
  if (place.x + 2 * place.w <= 24) {
    place.x += place.w;
  } else {
    place.y += place.h;
  }
  return withAdded(original.with("gridPos", gridJson(place, original.at("gridPos"))));
}

DashboardDocument DashboardDocument::withPlaces(const std::map<int, GridPosition>& places) const {
  DashboardDocument next = *this;
  for (const auto& [id, place] : places) {
    next = next.changed(id, [&place = place](const OrderedJson& panel) {
      return placeOf(panel) == place && panel.at("gridPos").isObject()
                 ? panel
                 : panel.with("gridPos", gridJson(place, panel.at("gridPos")));
    });
  }
  return next;
}

namespace {

bool isRowJson(const OrderedJson& panel) { return panel.at("type").toText() == QLatin1String("row"); }
/// Grafana keeps the panels of a row that is folded away inside of it.
bool holdsItsPanels(const OrderedJson& row) { return row.at("collapsed").toBool() || !panelsOf(row).empty(); }

int wantedRow(const GridArrangement& arrangement, const OrderedJson& panel, int present) {
  const auto wanted = arrangement.find(idOf(panel));
  return wanted == arrangement.end() ? present : wanted->second.rowId;
}

void putUnder(OrderedJson::Items& panels, int rowId, OrderedJson::Items added) {
  auto row = panels.begin();
  if (rowId != 0) {
    row = std::find_if(panels.begin(), panels.end(), [rowId](const OrderedJson& p) { return idOf(p) == rowId; });
    if (row == panels.end()) {
      panels.insert(row, added.begin(), added.end());
      return;
    }
    if (holdsItsPanels(*row)) {
      OrderedJson::Items nested = panelsOf(*row);
      nested.insert(nested.end(), added.begin(), added.end());
      *row = row->with("panels", OrderedJson::array(std::move(nested)));
      return;
    }
    ++row;
  }
  // Behind those that are there already.
  panels.insert(std::find_if(row, panels.end(), isRowJson), added.begin(), added.end());
}

}  // namespace

DashboardDocument DashboardDocument::withArrangement(const GridArrangement& arrangement) const {
  std::map<int, OrderedJson::Items> leaving;  // by the row they go to
  OrderedJson::Items kept;
  int row = 0;
  for (const OrderedJson& panel : panelsOf(dashboard_)) {
    if (!isRowJson(panel)) {
      const int wanted = wantedRow(arrangement, panel, row);
      (wanted == row ? kept : leaving[wanted]).push_back(panel);
      continue;
    }
    row = idOf(panel);
    OrderedJson::Items staying;
    for (const OrderedJson& nested : panelsOf(panel)) {
      const int wanted = wantedRow(arrangement, nested, row);
      (wanted == row ? staying : leaving[wanted]).push_back(nested);
    }
    const bool same = staying.size() == panelsOf(panel).size();
    kept.push_back(same ? panel : panel.with("panels", OrderedJson::array(std::move(staying))));
  }
  std::map<int, GridPosition> places;
  for (const auto& [id, place] : arrangement) places[id] = place.place;
  if (leaving.empty()) return withPlaces(places);
  for (auto& [rowId, panels] : leaving) putUnder(kept, rowId, std::move(panels));
  return withPanels(std::move(kept)).withPlaces(places);
}

}  // namespace vigie::console
