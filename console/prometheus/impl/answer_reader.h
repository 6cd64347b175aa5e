// Reads Prometheus' answer as it is parsed: no tree is made of it, so a large answer costs its samples and no more.
// Internal to console/prometheus; the handler of boost::json::basic_parser.
#pragma once

#include "console/prometheus/frame.h"

#include <QString>
#include <boost/json/error.hpp>
#include <boost/json/string_view.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace vigie::console::impl {

class AnswerReader {
 public:
  // What boost::json asks of a handler.
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  /// More lines tell nothing, and more rows nobody reads; each costs time in every step after this one.
  static constexpr std::size_t kMaxLines = 2'000;
  static constexpr std::size_t kMaxRows = 10'000;

  struct Answer {
    bool hasStatus = false;
    bool hasResult = false;
    QString status;
    QString errorType;
    QString error;
    QString resultType;
    std::shared_ptr<Frame> frame = std::make_shared<Frame>();
    std::size_t seriesLeftOut = 0;      ///< over the limit
    std::size_t disorderedSamples = 0;  ///< do not come after the one before
  };
  Answer& answer() { return answer_; }

  using Text = boost::json::string_view;
  using Failure = boost::json::error_code;
  bool on_document_begin(Failure&) { return true; }
  bool on_document_end(Failure&) { return true; }
  bool on_object_begin(Failure&);
  bool on_object_end(std::size_t, Failure&) { return leave(); }
  bool on_array_begin(Failure&);
  bool on_array_end(std::size_t, Failure&) { return leave(); }
  bool on_key_part(Text part, std::size_t, Failure&) { return collect(part); }
  bool on_key(Text last, std::size_t, Failure&);
  bool on_string_part(Text part, std::size_t, Failure&) { return collect(part); }
  bool on_string(Text last, std::size_t, Failure&);
  bool on_number_part(Text, Failure&) { return true; }
  bool on_int64(std::int64_t value, Text, Failure&) { return takeNumber(static_cast<double>(value)); }
  bool on_uint64(std::uint64_t value, Text, Failure&) { return takeNumber(static_cast<double>(value)); }
  bool on_double(double value, Text, Failure&) { return takeNumber(value); }
  bool on_bool(bool, Failure&) { return takeOther(); }
  bool on_null(Failure&) { return takeOther(); }
  bool on_comment_part(Text, Failure&) { return true; }
  bool on_comment(Text, Failure&) { return true; }

 private:
  enum class Place {
    kEnvelope,
    kData,
    kResult,
    kEntry,
    kMetric,
    kValues,
    kPair,
    kNotices,
    kHistograms,  ///< of several moments
    kMoment,      ///< [seconds, histogram]
    kHistogram,
    kBuckets,
    kBucket,  ///< [which ends are in it, "low", "high", "count"]
    kElsewhere
  };

  /// [seconds, "value"], as far as it was read.
  struct Pair {
    int elements = 0;
    bool hasTime = false;
    bool hasValue = false;
    qint64 timeMs = 0;
    double value = 0;
  };

  /// A bucket, as far as it was read.
  struct ReadBucket {
    int elements = 0;
    double low = 0;
    double high = 0;
    double count = 0;
  };

  [[nodiscard]] bool isAt(Place place) const { return !places_.empty() && places_.back() == place; }
  bool enter(Place place);
  bool leave();
  bool collect(Text part);
  /// The whole of a key or a string whose end is `last`.
  Text whole(Text last);
  bool takeNumber(double value);
  bool takeOther();
  void finishPair();
  void finishBucket();
  void finishEntry();

  Answer answer_;
  std::vector<Place> places_;
  std::string parts_;
  bool hasParts_ = false;
  std::string key_;
  Pair pair_;
  Series series_;
  ReadBucket bucket_;
  bool isHistogram_ = false;  ///< of the entry
  std::map<Bucket, Series> buckets_;
};

}  // namespace vigie::console::impl
