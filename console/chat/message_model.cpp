#include "console/chat/message_model.h"

#include <utility>

namespace vigie::console {

MessageModel::MessageModel(QObject* parent) : QAbstractListModel(parent) {
  flushTimer_.setSingleShot(true);
  flushTimer_.setInterval(kFlushEvery);
  connect(&flushTimer_, &QTimer::timeout, this, &MessageModel::flush);
}

int MessageModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(turns_.size());
}

QVariant MessageModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const ChatTurn& turn = turns_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case kTextRole:
      return turn.text;
    case kIdRole:
      return turn.id;
    case kSpeakerRole:
      return static_cast<int>(turn.speaker);
    case kStateRole:
      return static_cast<int>(turn.state);
    case kModelRole:
      return turn.model;
    default:
      return {};
  }
}

QHash<int, QByteArray> MessageModel::roleNames() const {
  return {
      {kTextRole, "text"}, {kIdRole, "id"}, {kSpeakerRole, "speaker"}, {kStateRole, "state"}, {kModelRole, "model"}};
}

int MessageModel::lastAnswer() const {
  for (int row = rowCount() - 1; row >= 0; --row) {
    if (turn(row).speaker == Speaker::kAssistant) return row;
  }
  return -1;
}

void MessageModel::reset(std::vector<ChatTurn> turns) {
  flushTimer_.stop();
  beginResetModel();
  pending_.clear();
  pendingRow_ = -1;
  turns_ = std::move(turns);
  endResetModel();
}

int MessageModel::append(ChatTurn turn) {
  const int row = rowCount();
  beginInsertRows({}, row, row);
  turns_.push_back(std::move(turn));
  endInsertRows();
  return row;
}

void MessageModel::truncate(int rows) {
  if (rows >= rowCount()) return;
  flush();
  beginRemoveRows({}, rows, rowCount() - 1);
  turns_.resize(static_cast<std::size_t>(rows));
  endRemoveRows();
}

void MessageModel::appendText(int row, const QString& text) {
  if (pendingRow_ != row) flush();
  pendingRow_ = row;
  pending_ += text;
  if (!flushTimer_.isActive()) flushTimer_.start();
}

void MessageModel::flush() {
  flushTimer_.stop();
  const int row = std::exchange(pendingRow_, -1);
  if (row < 0 || row >= rowCount()) return;
  ChatTurn& turn = turns_[static_cast<std::size_t>(row)];
  turn.text += std::exchange(pending_, {});
  if (turn.state == TurnState::kWaiting) turn.state = TurnState::kStreaming;
  Q_EMIT dataChanged(index(row), index(row), {kTextRole, kStateRole});
}

}  // namespace vigie::console
