#include "console/panels/table_body.h"

#include "console/dashboard/variable_menu.h"
#include "console/panels/link_menu.h"
#include "console/panels/table_cell.h"
#include "console/panels/table_footer.h"
#include "console/panels/table_header.h"
#include "console/panels/table_model.h"
#include "console/panels/table_rows.h"

#include <QComboBox>
#include <QCursor>
#include <QJsonArray>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kTableRow = 26;
constexpr int kMeasuredRows = 100;

/// By the panel's "cellHeight": sm, md, lg.
int rowHeightOf(const QJsonObject& options) {
  const QString height = options.value(QLatin1String("cellHeight")).toString();
  return height == QLatin1String("md") ? 36 : height == QLatin1String("lg") ? 52 : kTableRow;
}

}  // namespace

TableBody::TableBody(const Theme& theme, PanelModel panel, QWidget* parent)
    : PanelBody(parent),
      theme_(theme),
      panel_(std::move(panel)),
      rowHeight_(rowHeightOf(panel_.options)),
      model_(new TableModel(theme, this)),
      rows_(new TableRows(this)),
      view_(new QTableView(this)),
      header_(new TableHeader(theme, *rows_, view_)),
      listAll_(new QPushButton(tr("The filters leave no row: show all"), view_)),
      frames_(new QComboBox(this)) {
  rows_->setSourceModel(model_);
  rows_->setSortRole(TableModel::kSortRole);
  view_->setHorizontalHeader(header_);
  // It follows the columns of the header there is now.
  footer_ = new TableFooter(theme_, *view_, this);
  view_->setModel(rows_);
  view_->setItemDelegate(new TableCell(theme_, view_));
  view_->setFrameShape(QFrame::NoFrame);
  view_->setShowGrid(false);
  view_->setSortingEnabled(true);
  view_->setSelectionBehavior(QAbstractItemView::SelectRows);
  view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  view_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  view_->setWordWrap(false);
  view_->setAccessibleName(panel_.title);
  view_->verticalHeader()->hide();
  view_->verticalHeader()->setDefaultSectionSize(rowHeight_);
  // More rows than are seen, and not so many that looking at them is felt.
  header_->setResizeContentsPrecision(kMeasuredRows);
  header_->setSortIndicator(-1, Qt::AscendingOrder);
  header_->setVisible(panel_.options.value(QLatin1String("showHeader")).toBool(true));
  frames_->setAccessibleName(tr("Which of the panel's tables is shown"));
  frames_->hide();
  listAll_->hide();
  connect(view_, &QTableView::clicked, this, &TableBody::openLinks);
  connect(header_, &TableHeader::filterRequested, this, &TableBody::openFilter);
  connect(rows_, &TableRows::listedChanged, this, &TableBody::followRows);
  connect(listAll_, &QPushButton::clicked, rows_, &TableRows::listAll);
  auto* filter = new QShortcut(Qt::ALT | Qt::Key_Down, view_);
  filter->setContext(Qt::WidgetShortcut);
  connect(filter, &QShortcut::activated, this, [this] { openFilter(view_->currentIndex().column()); });
  connect(frames_, &QComboBox::currentIndexChanged, this, &TableBody::show);
  connect(&theme_, &Theme::changed, this, &TableBody::restyle);
  restyle();
}

void TableBody::setData(const PanelDataPtr& answer) {
  data_ = answer;
  QStringList names;
  for (std::size_t i = 0; i < answer->frames.size(); ++i) {
    const DataFrame& frame = answer->frames[i];
    names.append(!frame.name.isEmpty()    ? frame.name
                 : !frame.refId.isEmpty() ? tr("Query %1").arg(frame.refId)
                                          : tr("Table %1").arg(i + 1));
  }
  QStringList shown;
  for (int i = 0; i < frames_->count(); ++i) shown.append(frames_->itemText(i));
  if (shown != names) {
    const QSignalBlocker quiet(frames_);
    frames_->clear();
    frames_->addItems(names);
  }
  frames_->setVisible(names.size() > 1);
  show();
}

void TableBody::show() {
  if (!data_) return;
  const int column = header_->sortIndicatorSection();
  const int wanted = frames_->count() > 1 ? std::max(0, frames_->currentIndex()) : 0;
  const bool isFirst = model_->columnCount() == 0;
  model_->setData(data_, static_cast<std::size_t>(wanted));
  const QJsonArray sort = panel_.options.value(QLatin1String("sortBy")).toArray();
  if (isFirst && !sort.isEmpty()) {
    const QString name = sort.at(0).toObject().value(QLatin1String("displayName")).toString();
    for (int i = 0; i < model_->columnCount(); ++i) {
      if (model_->headerData(i, Qt::Horizontal, Qt::DisplayRole).toString() != name) continue;
      const bool descending = sort.at(0).toObject().value(QLatin1String("desc")).toBool(false);
      view_->sortByColumn(i, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
  } else if (column >= model_->columnCount()) {
    view_->sortByColumn(-1, Qt::AscendingOrder);
  }
  fillHeader();
  followRows();
  arrange();
}

void TableBody::fillHeader() {
  QList<int> filterable;
  for (int column = 0; column < model_->columnCount(); ++column) {
    if (model_->isFilterable(column)) filterable.append(column);
  }
  header_->setFilterable(filterable);
}

void TableBody::followRows() {
  footer_->setTexts(model_->footer(panel_.options, rows_->sourceRows()));
  listAll_->setVisible(model_->rowCount() > 0 && rows_->rowCount() == 0);
  setAccessibleDescription(spokenSummary());
}

void TableBody::openFilter(int column) {
  const QToolButton* button = header_->buttonOf(column);
  if (!button) return;
  const QString name = rows_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
  Variable choice;
  choice.name = name;
  choice.multi = true;
  choice.includeAll = true;
  for (const QString& text : rows_->offered(column))
    choice.options.push_back({text.isEmpty() ? tr("(empty)") : text, text});
  choice.chosen = rows_->isFiltered(name) ? rows_->listed(name) : QStringList{kAllValue};
  auto* menu = new VariableMenu(theme_, choice, {}, this);
  connect(menu, &VariableMenu::applied, this, [this, name](const QStringList& texts) {
    rows_->setListed(name, texts == QStringList{kAllValue} ? QStringList() : texts);
  });
  menu->openBelow(*button);
}

void TableBody::openLinks(const QModelIndex& index) {
  const QModelIndex source = rows_->mapToSource(index);
  const auto [links, subject] = model_->linkedAt(source.row(), source.column());
  std::vector<ResolvedLink> resolved = linksOf(links, subject);
  if (const auto image = model_->imageLinkAt(source.row(), source.column())) resolved.push_back(*image);
  offerLinks(*this, resolved, QCursor::pos());
}

void TableBody::setRaw(bool raw) {
  model_->setRaw(raw);
  sizeColumns();
}

QString TableBody::spokenSummary() const {
  if (rows_->isFiltered())
    return tr("%1 of %2 rows, %3 columns").arg(rows_->rowCount()).arg(model_->rowCount()).arg(model_->columnCount());
  return tr("%1 rows, %2 columns").arg(model_->rowCount()).arg(model_->columnCount());
}

void TableBody::resizeEvent(QResizeEvent* event) {
  PanelBody::resizeEvent(event);
  arrange();
}

void TableBody::arrange() {
  const int choice = frames_->isVisibleTo(this) ? frames_->sizeHint().height() + space::kTiny : 0;
  const int footer = footer_->wantedHeight();
  view_->setGeometry(0, 0, width(), height() - choice - footer);
  footer_->setGeometry(0, height() - choice - footer, width(), footer);
  if (choice > 0)
    frames_->setGeometry(0, height() - choice + space::kTiny, std::min(260, width()), choice - space::kTiny);
  listAll_->adjustSize();
  listAll_->move((view_->width() - listAll_->width()) / 2, (view_->height() - listAll_->height()) / 2);
  sizeColumns();
}

void TableBody::sizeColumns() {
  const int count = model_->columnCount();
  if (count == 0) return;
  // By content, then what is left over goes to all alike.
  std::vector<int> widths;
  int total = 0;
  int flexible = 0;
  view_->resizeColumnsToContents();
  for (int i = 0; i < count; ++i) {
    const int fixed = model_->fixedWidth(i);
    const int header = header_->sectionSizeHint(i);
    const int least = std::max(60, model_->leastWidth(i));
    widths.push_back(fixed > 0 ? fixed
                               : std::clamp(std::max(view_->columnWidth(i), header), least, std::max(420, least)));
    total += widths.back();
    flexible += fixed > 0 ? 0 : 1;
  }
  // The bar of a long table takes its room only after the columns have theirs.
  const int rows = view_->height() - header_->height();
  const bool scrolls = model_->rowCount() * rowHeight_ > rows;
  const int room = view_->width() - (scrolls ? view_->verticalScrollBar()->sizeHint().width() : 0);
  const int spare = std::max(0, room - total);
  // What a dashboard fixes stays, unless it fixes all of them.
  const int sharing = flexible > 0 ? flexible : count;
  int given = 0;
  for (int i = 0; i < count; ++i) {
    const bool grows = flexible == 0 || model_->fixedWidth(i) == 0;
    const int extra = grows ? spare / sharing + (given < spare % sharing ? 1 : 0) : 0;
    given += grows ? 1 : 0;
    view_->setColumnWidth(i, widths[static_cast<std::size_t>(i)] + extra);
  }
}

void TableBody::restyle() {
  const ThemeTokens& t = theme_.tokens();
  view_->setFont(Theme::font(TextRole::kBody));
  header_->setFont(Theme::font(TextRole::kSmallStrong));
  view_->setStyleSheet(QStringLiteral("QTableView { background: transparent; border: none; }"
                                      "QAbstractScrollArea::corner { background: transparent; }"
                                      "QHeaderView { background: transparent; }"
                                      "QHeaderView::section { background: transparent; color: %1; border: none; "
                                      "border-bottom: 1px solid %2; padding: 4px 8px; }")
                           .arg(t.muted.name(), t.line.name()));
  view_->viewport()->update();
}

}  // namespace vigie::console
