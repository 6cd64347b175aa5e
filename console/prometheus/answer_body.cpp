#include "console/prometheus/answer_body.h"

#include <QNetworkReply>

#include <algorithm>
#include <utility>

namespace vigie::console {
namespace {

/// What Qt holds of an answer before it waits for us: a third of a millisecond to copy.
constexpr qint64 kPieceBytes = 1024 * 1024;

}  // namespace

AnswerBody::AnswerBody(QNetworkReply& reply, qint64 maxBytes)
    : QObject(&reply), reply_(reply), maxBytes_(maxBytes) {
  reply.setReadBufferSize(kPieceBytes);
  turn_.setSingleShot(true);
  connect(&reply, &QNetworkReply::metaDataChanged, this, [this] {
    if (reply_.header(QNetworkRequest::ContentLengthHeader).toLongLong() > maxBytes_) refuse();
  });
  // By a timer: reading in here lets Qt's other thread hand over the next piece, and so on, before anything else has its
  // turn.
  connect(&reply, &QNetworkReply::readyRead, this, [this] {
    if (!turn_.isActive()) turn_.start(0);
  });
  connect(&turn_, &QTimer::timeout, this, &AnswerBody::read);
}

QByteArray AnswerBody::take() {
  turn_.stop();
  read();
  return std::exchange(body_, {});
}

void AnswerBody::read() {
  // One that was given up has nothing left to read.
  const qint64 more = tooLarge_ || !reply_.isOpen() ? 0 : reply_.bytesAvailable();
  if (more <= 0) return;
  if (body_.size() + more > maxBytes_) return refuse();
  const qsizetype had = body_.size();
  body_.resize(had + more);
  const qint64 got = reply_.read(body_.data() + had, more);
  body_.resize(had + std::max<qint64>(got, 0));
}

void AnswerBody::refuse() {
  if (tooLarge_) return;
  tooLarge_ = true;
  body_.clear();
  Q_EMIT tooLarge();
}

}  // namespace vigie::console
