#include "console/dashboard/remembered_panel.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>
#include <QtEndian>

namespace vigie::console {
namespace {

// Persisted: do not change or reuse. A change of the format takes the next version.
constexpr char kMagic[] = "VIGIE-LAST-2\n";
constexpr qsizetype kMagicBytes = sizeof kMagic - 1;
constexpr qsizetype kHashBytes = 32;
/// qUncompress() believes the size that stands in front of its input.
constexpr quint32 kMaxUnpackedBytes = 256U * 1024 * 1024;
/// Numbers of a file are believed only as far as there are bytes for them.
constexpr quint32 kMaxCount = 16U * 1024 * 1024;

void write(QDataStream& out, const Series& series) {
  out << static_cast<quint32>(series.labels.size());
  for (const auto& [name, value] : series.labels) out << name << value;
  out << series.bucket.has_value();
  if (series.bucket) out << series.bucket->low << series.bucket->high;
  out << static_cast<quint32>(series.timesMs.size());
  for (std::size_t i = 0; i < series.timesMs.size(); ++i) out << series.timesMs[i] << series.values[i];
}

void write(QDataStream& out, const RememberedAnswer& answer) {
  const PromQuery& query = answer.query;
  out << static_cast<quint32>(answer.target) << answer.written << query.expr << query.range << query.startMs
      << query.endMs << query.stepMs << answer.frame->notices << answer.frame->nativeHistograms
      << static_cast<quint32>(answer.frame->series.size());
  for (const Series& series : answer.frame->series) write(out, series);
}

quint32 readCount(QDataStream& in) {
  quint32 count = 0;
  in >> count;
  if (count > kMaxCount) in.setStatus(QDataStream::ReadCorruptData);
  return count;
}

Series readKeptSeries(QDataStream& in) {
  Series series;
  for (quint32 left = readCount(in); left > 0 && in.status() == QDataStream::Ok; --left) {
    QString name;
    QString value;
    in >> name >> value;
    series.labels.emplace_back(name, value);
  }
  bool isBucket = false;
  in >> isBucket;
  if (isBucket) {
    Bucket bucket;
    in >> bucket.low >> bucket.high;
    series.bucket = bucket;
  }
  for (quint32 left = readCount(in); left > 0 && in.status() == QDataStream::Ok; --left) {
    qint64 time = 0;
    double value = 0;
    in >> time >> value;
    if (!series.timesMs.empty() && time <= series.timesMs.back()) in.setStatus(QDataStream::ReadCorruptData);
    series.timesMs.push_back(time);
    series.values.push_back(value);
  }
  return series;
}

RememberedAnswer readAnswer(QDataStream& in) {
  RememberedAnswer answer;
  PromQuery& query = answer.query;
  auto frame = std::make_shared<Frame>();
  answer.target = readCount(in);
  in >> answer.written >> query.expr >> query.range >> query.startMs >> query.endMs >> query.stepMs >> frame->notices >>
      frame->nativeHistograms;
  for (quint32 left = readCount(in); left > 0 && in.status() == QDataStream::Ok; --left) {
    frame->series.push_back(readKeptSeries(in));
  }
  answer.frame = std::move(frame);
  return answer;
}

}  // namespace

QString rememberedKey(const PanelModel& panel) {
  QString key = QString::number(panel.id) + QLatin1Char('\n') + panel.title;
  for (const auto& [name, option] : panel.scoped) {
    key += QLatin1Char('\n') + name + QLatin1Char('=') + option.value;
  }
  return key;
}

std::size_t sampleCount(const RememberedPanel& panel) {
  std::size_t count = 0;
  for (const RememberedAnswer& answer : panel.answers) {
    for (const Series& series : answer.frame->series) count += series.values.size();
  }
  return count;
}

QByteArray encodeRemembered(const RememberedDashboard& dashboard) {
  QByteArray plain;
  QDataStream out(&plain, QIODevice::WriteOnly);
  out.setVersion(QDataStream::Qt_6_4);
  out << static_cast<quint32>(dashboard.size());
  for (const auto& [key, panel] : dashboard) {
    out << key << panel.answeredAtMs << panel.window.fromMs << panel.window.toMs
        << static_cast<quint32>(panel.answers.size());
    for (const RememberedAnswer& answer : panel.answers) write(out, answer);
  }
  const QByteArray packed = qCompress(plain, 1);
  return QByteArray(kMagic, kMagicBytes) + QCryptographicHash::hash(packed, QCryptographicHash::Sha256) + packed;
}

std::shared_ptr<const RememberedDashboard> decodeRemembered(const QByteArray& bytes, const char** reason) {
  *reason = "another version";
  if (!bytes.startsWith(QByteArrayView(kMagic, kMagicBytes))) return nullptr;
  *reason = "damaged";
  const QByteArray packed = bytes.mid(kMagicBytes + kHashBytes);
  if (packed.size() < 4 ||
      QCryptographicHash::hash(packed, QCryptographicHash::Sha256) != bytes.mid(kMagicBytes, kHashBytes)) {
    return nullptr;
  }
  *reason = "too large";
  if (qFromBigEndian<quint32>(packed.constData()) > kMaxUnpackedBytes) return nullptr;
  const QByteArray plain = qUncompress(packed);
  *reason = "damaged";
  QDataStream in(plain);
  in.setVersion(QDataStream::Qt_6_4);
  auto dashboard = std::make_shared<RememberedDashboard>();
  for (quint32 panels = readCount(in); panels > 0 && in.status() == QDataStream::Ok; --panels) {
    QString key;
    RememberedPanel panel;
    in >> key >> panel.answeredAtMs >> panel.window.fromMs >> panel.window.toMs;
    for (quint32 left = readCount(in); left > 0 && in.status() == QDataStream::Ok; --left) {
      panel.answers.push_back(readAnswer(in));
    }
    dashboard->insert_or_assign(key, std::move(panel));
  }
  if (in.status() != QDataStream::Ok || !in.atEnd()) return nullptr;
  return dashboard;
}

}  // namespace vigie::console
