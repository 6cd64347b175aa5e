#include "console/chat/transcript_view.h"

#include "console/app/theme.h"
#include "console/chat/message_text.h"
#include "console/chat/turn_view.h"

#include <QApplication>
#include <QKeyEvent>
#include <QScrollBar>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>

namespace vigie::console {

namespace {

constexpr int kGapAfterQuestion = 12;
constexpr int kGapAfterAnswer = 20;
constexpr int kColumnPadding = 16;
/// How near the end counts as at the end.
constexpr int kEndTolerance = 24;

}  // namespace

TranscriptView::TranscriptView(Theme& theme, QWidget* parent) : QAbstractScrollArea(parent), theme_(theme) {
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Transcript"));
  setStyleSheet(QStringLiteral("QAbstractScrollArea { background: transparent; border: none; }"));
  viewport()->setAutoFillBackground(false);
  verticalScrollBar()->setSingleStep(24);
}

void TranscriptView::setModel(MessageModel* model) {
  if (model_ != nullptr) model_->disconnect(this);
  model_ = model;
  if (model_ != nullptr) {
    connect(model_, &QAbstractItemModel::modelReset, this, &TranscriptView::rebuild);
    connect(model_, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) { insertRows(first, last); });
    connect(model_, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex&, int first, int last) { removeRows(first, last); });
    connect(model_, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& from, const QModelIndex& to) { updateRows(from.row(), to.row()); });
    connect(model_, &QObject::destroyed, this, [this] {
      model_ = nullptr;
      rebuild();
    });
  }
  rebuild();
}

void TranscriptView::rebuild() {
  for (Item& item : items_) {
    if (item.view != nullptr) {
      item.view->hide();
      item.view->deleteLater();
    }
  }
  items_.clear();
  foundRow_ = -1;
  const int rows = model_ != nullptr ? model_->rowCount() : 0;
  for (int row = 0; row < rows; ++row) items_.push_back({});
  for (int row = 0; row < rows; ++row) items_[static_cast<std::size_t>(row)].height = estimate(row);
  following_ = true;
  arrange();
}

void TranscriptView::insertRows(int first, int last) {
  for (int row = first; row <= last; ++row) {
    items_.insert(items_.begin() + row, Item{});
    items_[static_cast<std::size_t>(row)].height = estimate(row);
  }
  // The reader has asked: what comes is what they want to see.
  following_ = true;
  arrange();
}

void TranscriptView::removeRows(int first, int last) {
  for (int row = first; row <= last; ++row) {
    if (TurnView* const view = items_[static_cast<std::size_t>(row)].view) {
      view->hide();
      view->deleteLater();
    }
  }
  items_.erase(items_.begin() + first, items_.begin() + last + 1);
  arrange();
}

void TranscriptView::updateRows(int first, int last) {
  for (int row = first; row <= last; ++row) {
    Item& item = items_[static_cast<std::size_t>(row)];
    item.measured = false;
    if (item.view == nullptr)
      item.height = estimate(row);
    else
      item.view->setTurn(model_->turn(row));
  }
  arrange();
}

int TranscriptView::columnWidth() const { return std::max(120, viewport()->width() - 2 * kColumnPadding); }

int TranscriptView::estimate(int row) const {
  const ChatTurn& turn = model_->turn(row);
  const auto lines = turn.text.size() / 75 + turn.text.count(u'\n') + 1;
  return static_cast<int>(std::min<qsizetype>(lines, 1'000'000)) * 20 + (turn.speaker == Speaker::kUser ? 18 : 28);
}

int TranscriptView::topOf(int row) const {
  int top = kColumnPadding;
  for (int at = 0; at < row; ++at) {
    top += items_[static_cast<std::size_t>(at)].height +
           (model_->turn(at).speaker == Speaker::kUser ? kGapAfterQuestion : kGapAfterAnswer);
  }
  return top;
}

int TranscriptView::totalHeight() const { return topOf(static_cast<int>(items_.size())) + kColumnPadding; }

TurnView* TranscriptView::makeView(int row) {
  const ChatTurn& turn = model_->turn(row);
  auto* const view = new TurnView(theme_, turn.speaker, viewport());
  view->setTurn(turn);
  const auto rowOf = [this, view] {
    const auto at = std::find_if(items_.begin(), items_.end(), [view](const Item& item) { return item.view == view; });
    return static_cast<int>(at - items_.begin());
  };
  connect(view, &TurnView::citationActivated, this, [this, rowOf](int n) { Q_EMIT citationActivated(rowOf(), n); });
  connect(view, &TurnView::linkActivated, this, &TranscriptView::linkActivated);
  connect(view, &TurnView::copyRequested, this, [this, rowOf] { Q_EMIT copyRequested(rowOf()); });
  connect(view, &TurnView::regenerateRequested, this, [this, rowOf] { Q_EMIT regenerateRequested(rowOf()); });
  connect(view, &TurnView::chosen, this, [this, rowOf] { Q_EMIT turnChosen(rowOf()); });
  return view;
}

void TranscriptView::measure(int row) {
  Item& item = items_[static_cast<std::size_t>(row)];
  if (item.view == nullptr) {
    item.view = makeView(row);
    item.measured = false;
  }
  if (item.measured) return;
  item.height = item.view->layoutFor(columnWidth());
  item.measured = true;
}

void TranscriptView::arrange() {
  if (arranging_) return;
  arranging_ = true;
  const int rows = static_cast<int>(items_.size());
  const int window = viewport()->height();
  QScrollBar& bar = *verticalScrollBar();
  int scroll = bar.value();

  if (following_) {
    // From the end up, so that the end is exact whatever the estimates above it are.
    int filled = 0;
    for (int row = rows - 1; row >= 0 && filled < 2 * window; --row) {
      measure(row);
      filled += items_[static_cast<std::size_t>(row)].height;
    }
    scroll = std::max(0, totalHeight() - window);
  } else {
    // What is at the top stays where it is while estimates become measures.
    int top = kColumnPadding;
    for (int row = 0; row < rows && top < scroll + 2 * window; ++row) {
      Item& item = items_[static_cast<std::size_t>(row)];
      const int gap = model_->turn(row).speaker == Speaker::kUser ? kGapAfterQuestion : kGapAfterAnswer;
      if (top + item.height > scroll - window) {
        const int before = item.height;
        measure(row);
        if (top + before <= scroll) scroll += item.height - before;
      }
      top += item.height + gap;
    }
  }

  const int most = std::max(0, totalHeight() - window);
  scroll = std::clamp(scroll, 0, most);
  bar.setPageStep(window);
  bar.setRange(0, most);
  bar.setValue(scroll);

  int top = kColumnPadding - scroll;
  for (int row = 0; row < rows; ++row) {
    Item& item = items_[static_cast<std::size_t>(row)];
    const bool near = top + item.height > -window && top < 2 * window;
    if (item.view != nullptr) {
      if (near || item.view->isAncestorOf(QApplication::focusWidget())) {
        item.view->setGeometry(kColumnPadding, top, columnWidth(), item.height);
        item.view->show();
      } else {
        item.view->hide();
        item.view->deleteLater();
        item.view = nullptr;
      }
    }
    top += item.height + (model_->turn(row).speaker == Speaker::kUser ? kGapAfterQuestion : kGapAfterAnswer);
  }
  arranging_ = false;
}

void TranscriptView::scrollToEnd() {
  following_ = true;
  arrange();
}

bool TranscriptView::atEnd() const {
  return verticalScrollBar()->maximum() - verticalScrollBar()->value() <= kEndTolerance;
}

TurnView* TranscriptView::reveal(int row) {
  if (row < 0 || row >= static_cast<int>(items_.size())) return nullptr;
  measure(row);
  const int top = topOf(row);
  const int scroll = verticalScrollBar()->value();
  const int height = items_[static_cast<std::size_t>(row)].height;
  if (top < scroll || top + std::min(height, viewport()->height()) > scroll + viewport()->height()) {
    following_ = false;
    verticalScrollBar()->setValue(std::max(0, top - kColumnPadding));
    arrange();
  }
  return items_[static_cast<std::size_t>(row)].view;
}

int TranscriptView::widgets() const {
  return static_cast<int>(
      std::count_if(items_.begin(), items_.end(), [](const Item& item) { return item.view != nullptr; }));
}

bool TranscriptView::find(const QString& text, bool backwards) {
  const int rows = static_cast<int>(items_.size());
  if (text.isEmpty() || rows == 0) return false;
  int row = foundRow_ >= 0 && foundRow_ < rows ? foundRow_ : (backwards ? rows - 1 : 0);
  bool here = row == foundRow_;
  for (int step = 0; step <= rows; ++step) {
    if (model_->turn(row).text.contains(text, Qt::CaseInsensitive)) {
      TurnView* const view = reveal(row);
      MessageText& words = view->text();
      QTextCursor start(words.document());
      if (here)
        start = words.textCursor();
      else if (backwards)
        start.movePosition(QTextCursor::End);
      const QTextCursor hit =
          words.document()->find(text, start, backwards ? QTextDocument::FindBackward : QTextDocument::FindFlags());
      if (!hit.isNull()) {
        words.setTextCursor(hit);
        foundRow_ = row;
        return true;
      }
    }
    here = false;
    row = (row + (backwards ? rows - 1 : 1)) % rows;
  }
  return false;
}

void TranscriptView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  for (Item& item : items_) item.measured = false;
  arrange();
}

void TranscriptView::scrollContentsBy(int, int) {
  if (arranging_) return;
  following_ = atEnd();
  arrange();
}

void TranscriptView::keyPressEvent(QKeyEvent* event) {
  QScrollBar& bar = *verticalScrollBar();
  switch (event->key()) {
    case Qt::Key_Home:
      bar.setValue(0);
      return;
    case Qt::Key_End:
      scrollToEnd();
      return;
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

}  // namespace vigie::console
