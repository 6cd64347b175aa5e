#include "console/chat/conversation_list_model.h"

#include <algorithm>
#include <utility>

namespace vigie::console {

namespace {

ConversationRow rowFrom(const wire::Conversation& conversation) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(conversation.updatedAt.time_since_epoch());
  return {QString::fromStdString(conversation.id), QString::fromStdString(conversation.title).simplified(),
          QDateTime::fromMSecsSinceEpoch(ms.count(), Qt::UTC), conversation.messageCount};
}

}  // namespace

int ConversationListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant ConversationListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const ConversationRow& row = rows_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case kTitleRole:
      return row.title;
    case kIdRole:
      return row.id;
    case kUpdatedRole:
      return row.updatedAt;
    case kMessagesRole:
      return QVariant::fromValue(static_cast<qint64>(row.messages));
    default:
      return {};
  }
}

QHash<int, QByteArray> ConversationListModel::roleNames() const {
  return {{kTitleRole, "title"}, {kIdRole, "id"}, {kUpdatedRole, "updatedAt"}, {kMessagesRole, "messages"}};
}

bool ConversationListModel::canFetchMore(const QModelIndex& parent) const {
  return !parent.isValid() && !cursor_.isEmpty() && !fetching_;
}

void ConversationListModel::fetchMore(const QModelIndex& parent) {
  if (!canFetchMore(parent)) return;
  fetching_ = true;
  Q_EMIT moreWanted(cursor_);
}

int ConversationListModel::rowOf(const QString& id) const {
  const auto at = std::find_if(rows_.begin(), rows_.end(), [&](const ConversationRow& row) { return row.id == id; });
  return at == rows_.end() ? -1 : static_cast<int>(at - rows_.begin());
}

void ConversationListModel::setLoading() { setState(State::kLoading); }

void ConversationListModel::setProblem(Problem problem) {
  problem_ = std::move(problem);
  fetching_ = false;
  setState(State::kFailed);
}

void ConversationListModel::setFirstPage(const wire::Page<wire::Conversation>& page) {
  beginResetModel();
  rows_.clear();
  for (const wire::Conversation& conversation : page.data) rows_.push_back(rowFrom(conversation));
  cursor_ = QString::fromStdString(page.nextCursor);
  fetching_ = false;
  endResetModel();
  setState(State::kReady);
}

void ConversationListModel::appendPage(const wire::Page<wire::Conversation>& page) {
  fetching_ = false;
  cursor_ = QString::fromStdString(page.nextCursor);
  std::vector<ConversationRow> fresh;
  for (const wire::Conversation& conversation : page.data) {
    // One that moved to the top while we paged is here already.
    if (rowOf(QString::fromStdString(conversation.id)) < 0) fresh.push_back(rowFrom(conversation));
  }
  if (!fresh.empty()) {
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
    rows_.insert(rows_.end(), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
    endInsertRows();
  }
  setState(State::kReady);
}

void ConversationListModel::touch(ConversationRow row) {
  const int at = rowOf(row.id);
  if (at < 0) {
    beginInsertRows({}, 0, 0);
    rows_.insert(rows_.begin(), std::move(row));
    endInsertRows();
    setState(State::kReady);
    return;
  }
  if (at > 0) {
    beginMoveRows({}, at, at, {}, 0);
    std::rotate(rows_.begin(), rows_.begin() + at, rows_.begin() + at + 1);
    endMoveRows();
  }
  rows_.front() = std::move(row);
  Q_EMIT dataChanged(index(0), index(0));
}

std::optional<ConversationRow> ConversationListModel::take(const QString& id) {
  const int at = rowOf(id);
  if (at < 0) return std::nullopt;
  beginRemoveRows({}, at, at);
  ConversationRow row = std::move(rows_[static_cast<std::size_t>(at)]);
  rows_.erase(rows_.begin() + at);
  endRemoveRows();
  return row;
}

void ConversationListModel::restore(ConversationRow row) {
  if (rowOf(row.id) >= 0) return;
  const auto place = std::find_if(rows_.begin(), rows_.end(),
                                  [&](const ConversationRow& other) { return other.updatedAt <= row.updatedAt; });
  const int at = static_cast<int>(place - rows_.begin());
  beginInsertRows({}, at, at);
  rows_.insert(place, std::move(row));
  endInsertRows();
}

void ConversationListModel::setState(State state) {
  if (state != State::kFailed) problem_ = {};
  state_ = state;
  Q_EMIT stateChanged();
}

}  // namespace vigie::console
