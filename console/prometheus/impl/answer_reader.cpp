#include "console/prometheus/impl/answer_reader.h"

#include "console/prometheus/response_parser.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace vigie::console::impl {
namespace {

/// Milliseconds of times beyond this have no place in 64 bits with room to calculate.
constexpr double kMaxSeconds = 1e14;

QString textOf(AnswerReader::Text text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

bool AnswerReader::enter(Place place) {
  places_.push_back(place);
  return true;
}

bool AnswerReader::on_object_begin(Failure&) {
  if (places_.empty()) return enter(Place::kEnvelope);
  if (isAt(Place::kEnvelope) && key_ == "data") return enter(Place::kData);
  if (isAt(Place::kEntry) && key_ == "metric") return enter(Place::kMetric);
  if (isAt(Place::kResult)) {
    const std::size_t most = answer_.resultType == QLatin1String("vector") ? kMaxRows : kMaxLines;
    if (answer_.frame->series.size() < most) {
      series_ = Series();
      isHistogram_ = false;
      buckets_.clear();
      return enter(Place::kEntry);
    }
    ++answer_.seriesLeftOut;
  }
  if (isAt(Place::kMoment)) return enter(Place::kHistogram);
  if (isAt(Place::kPair)) ++pair_.elements;
  return enter(Place::kElsewhere);
}

bool AnswerReader::on_array_begin(Failure&) {
  if (isAt(Place::kData) && key_ == "result") {
    answer_.hasResult = true;
    // A scalar's result is a pair itself.
    pair_ = Pair();
    return enter(Place::kResult);
  }
  if (isAt(Place::kEnvelope) && (key_ == "warnings" || key_ == "infos")) return enter(Place::kNotices);
  if (isAt(Place::kEntry) && key_ == "values") return enter(Place::kValues);
  if (isAt(Place::kValues) || (isAt(Place::kEntry) && key_ == "value")) {
    pair_ = Pair();
    return enter(Place::kPair);
  }
  if (isAt(Place::kEntry) && key_ == "histograms") return enter(Place::kHistograms);
  if (isAt(Place::kHistograms) || (isAt(Place::kEntry) && key_ == "histogram")) {
    isHistogram_ = true;
    pair_ = Pair();
    return enter(Place::kMoment);
  }
  if (isAt(Place::kHistogram) && key_ == "buckets") return enter(Place::kBuckets);
  if (isAt(Place::kBuckets)) {
    bucket_ = ReadBucket();
    return enter(Place::kBucket);
  }
  if (isAt(Place::kPair)) ++pair_.elements;
  return enter(Place::kElsewhere);
}

bool AnswerReader::leave() {
  const Place left = places_.back();
  places_.pop_back();
  if (left == Place::kPair) finishPair();
  if (left == Place::kBucket) finishBucket();
  if (left == Place::kEntry) finishEntry();
  if (left == Place::kResult && answer_.resultType == QLatin1String("scalar")) {
    series_ = Series();
    finishPair();
    finishEntry();
  }
  return true;
}

bool AnswerReader::collect(Text part) {
  parts_.append(part.data(), part.size());
  hasParts_ = true;
  return true;
}

AnswerReader::Text AnswerReader::whole(Text last) {
  if (!hasParts_) return last;
  collect(last);
  hasParts_ = false;
  key_.swap(parts_);  // a buffer that lives on; the caller's own is read before the next key
  parts_.clear();
  return {key_.data(), key_.size()};
}

bool AnswerReader::on_key(Text last, std::size_t, Failure&) {
  if (hasParts_) {
    whole(last);
  } else {
    key_.assign(last.data(), last.size());
  }
  return true;
}

bool AnswerReader::on_string(Text last, std::size_t, Failure&) {
  // The label's name is needed beside its value.
  const std::string name = isAt(Place::kMetric) || isAt(Place::kEnvelope) || isAt(Place::kData) ? key_ : std::string();
  const Text text = whole(last);
  if (places_.empty()) return true;
  switch (places_.back()) {
    case Place::kPair:
    case Place::kResult:
      if (pair_.elements++ == 1) {
        pair_.value = parseSampleValue({text.data(), text.size()});
        pair_.hasValue = true;
      }
      break;
    case Place::kBucket: {
      const double number = parseSampleValue({text.data(), text.size()});
      const int element = bucket_.elements++;
      if (element == 1) bucket_.low = number;
      if (element == 2) bucket_.high = number;
      if (element == 3) bucket_.count = number;
      break;
    }
    case Place::kMetric:
      series_.labels.emplace_back(QString::fromStdString(name), textOf(text));
      break;
    case Place::kNotices:
      answer_.frame->notices.append(textOf(text));
      break;
    case Place::kEnvelope:
      if (name == "status") {
        answer_.hasStatus = true;
        answer_.status = textOf(text);
      } else if (name == "errorType") {
        answer_.errorType = textOf(text);
      } else if (name == "error") {
        answer_.error = textOf(text);
      }
      break;
    case Place::kData:
      if (name == "resultType") answer_.resultType = textOf(text);
      break;
    case Place::kEntry:
    case Place::kValues:
    case Place::kHistograms:
    case Place::kMoment:
    case Place::kHistogram:
    case Place::kBuckets:
    case Place::kElsewhere:
      break;
  }
  return true;
}

bool AnswerReader::takeNumber(double value) {
  if (isAt(Place::kBucket)) ++bucket_.elements;
  if (isAt(Place::kMoment) && std::abs(value) < kMaxSeconds) {
    pair_.timeMs = std::llround(value * 1000.0);
    pair_.hasTime = true;
  }
  if (!isAt(Place::kPair) && !isAt(Place::kResult)) return takeOther();
  if (pair_.elements++ == 0 && std::abs(value) < kMaxSeconds) {
    pair_.timeMs = std::llround(value * 1000.0);
    pair_.hasTime = true;
  }
  return true;
}

bool AnswerReader::takeOther() {
  if (isAt(Place::kPair) || isAt(Place::kResult)) ++pair_.elements;
  return true;
}

void AnswerReader::finishPair() {
  if (pair_.elements != 2 || !pair_.hasTime || !pair_.hasValue) return;
  if (!series_.timesMs.empty() && pair_.timeMs <= series_.timesMs.back()) {
    ++answer_.disorderedSamples;
    return;
  }
  series_.timesMs.push_back(pair_.timeMs);
  series_.values.push_back(pair_.value);
}

void AnswerReader::finishBucket() {
  const bool isWhole = bucket_.elements == 4 && pair_.hasTime && bucket_.low < bucket_.high;
  if (!isWhole || std::isnan(bucket_.count)) return;
  Series& series = buckets_[{bucket_.low, bucket_.high}];
  if (!series.timesMs.empty() && pair_.timeMs <= series.timesMs.back()) {
    ++answer_.disorderedSamples;
    return;
  }
  series.timesMs.push_back(pair_.timeMs);
  series.values.push_back(bucket_.count);
}

void AnswerReader::finishEntry() {
  answer_.frame->nativeHistograms += isHistogram_ ? 1 : 0;
  std::sort(series_.labels.begin(), series_.labels.end());
  for (auto& [bounds, series] : buckets_) {
    // A histogram has as many buckets as it likes; what is too much is counted as one series that was left out.
    if (answer_.frame->series.size() >= kMaxLines) {
      ++answer_.seriesLeftOut;
      break;
    }
    series.labels = series_.labels;
    series.bucket = bounds;
    answer_.frame->series.push_back(std::move(series));
  }
  buckets_.clear();
  isHistogram_ = false;
  if (series_.timesMs.empty()) return;
  series_.timesMs.shrink_to_fit();
  series_.values.shrink_to_fit();
  answer_.frame->series.push_back(std::move(series_));
  series_ = Series();
}

}  // namespace vigie::console::impl
