#include "console/panels/table_body.h"

#include "console/panels/link_menu.h"
#include "console/panels/table_cell.h"
#include "console/panels/table_footer.h"
#include "console/panels/table_model.h"

#include <QComboBox>
#include <QCursor>
#include <QHeaderView>
#include <QJsonArray>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kTableRow = 26;
constexpr int kCellPadding = 8;

}  // namespace

TableBody::TableBody(const Theme& theme, PanelModel panel, QWidget* parent)
    : PanelBody(parent),
      theme_(theme),
      panel_(std::move(panel)),
      model_(new TableModel(theme, this)),
      sorted_(new QSortFilterProxyModel(this)),
      view_(new QTableView(this)),
      footer_(new TableFooter(theme, *view_, this)),
      frames_(new QComboBox(this)) {
  sorted_->setSourceModel(model_);
  sorted_->setSortRole(TableModel::kSortRole);
  view_->setModel(sorted_);
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
  view_->verticalHeader()->setDefaultSectionSize(kTableRow);
  view_->horizontalHeader()->setHighlightSections(false);
  view_->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
  view_->horizontalHeader()->setVisible(panel_.options.value(QLatin1String("showHeader")).toBool(true));
  frames_->setAccessibleName(tr("Which of the panel's tables is shown"));
  frames_->hide();
  connect(view_, &QTableView::clicked, this, [this](const QModelIndex& index) {
    const QModelIndex source = sorted_->mapToSource(index);
    const auto [links, subject] = model_->linkedAt(source.row(), source.column());
    offerLinks(*this, linksOf(links, subject), QCursor::pos());
  });
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
  const int column = view_->horizontalHeader()->sortIndicatorSection();
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
  footer_->setTexts(model_->footer(panel_.options));
  arrange();
  setAccessibleDescription(spokenSummary());
}

void TableBody::setRaw(bool raw) {
  model_->setRaw(raw);
  sizeColumns();
}

QString TableBody::spokenSummary() const {
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
    const int header = view_->horizontalHeader()->sectionSizeHint(i);
    const int least = std::max(60, model_->leastWidth(i));
    widths.push_back(
        fixed > 0 ? fixed
                  : std::clamp(std::max(view_->columnWidth(i) + kCellPadding, header), least, std::max(420, least)));
    total += widths.back();
    flexible += fixed > 0 ? 0 : 1;
  }
  // The bar of a long table takes its room only after the columns have theirs.
  const int rows = view_->height() - view_->horizontalHeader()->height();
  const bool scrolls = model_->rowCount() * kTableRow > rows;
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
  view_->horizontalHeader()->setFont(Theme::font(TextRole::kSmallStrong));
  view_->setStyleSheet(QStringLiteral("QTableView { background: transparent; border: none; }"
                                      "QAbstractScrollArea::corner { background: transparent; }"
                                      "QHeaderView { background: transparent; }"
                                      "QHeaderView::section { background: transparent; color: %1; border: none; "
                                      "border-bottom: 1px solid %2; padding: 4px 8px; }")
                           .arg(t.muted.name(), t.line.name()));
  view_->viewport()->update();
}

}  // namespace vigie::console
