// StepCurve: a whole number that changes at moments, such as the length of a queue.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/measure/time_bins.hpp"

namespace rippletank::measure {

/// Keeps the mean and the greatest value, over all time and in bins of equal width.
///
/// Shape:   16 bytes per bin that has begun; one bin if `bin` is core::never.
/// Errors:  TooManyBins.
/// Cost:    O(bins since the last change).
class StepCurve {
 public:
  struct Bin {
    double integral_ns = 0;  ///< of the value over the time of the bin
    std::uint64_t greatest = 0;
  };

  /// Counts from `start` on; bins begin at 0 all the same.
  explicit StepCurve(core::Time bin = core::never, core::Time start = 0)
      : bin_(bin), until_(start) {}

  std::uint64_t value() const { return value_; }
  std::uint64_t greatest() const { return greatest_; }

  /// The value is another one from now on; `now` never goes back.
  void set(core::Time now, std::uint64_t value) {
    go_on(now);
    value_ = value;
    if (now < until_) return;
    greatest_ = std::max(greatest_, value);
    Bin& bin = bin_at(now);
    bin.greatest = std::max(bin.greatest, value);
  }

  /// Counts the present value up to a moment.
  void go_on(core::Time now) {
    while (until_ < now) {
      const core::Time end = std::min(now, end_of_bin(until_));
      const double area = static_cast<double>(value_) * static_cast<double>(end - until_);
      Bin& bin = bin_at(until_);
      bin.integral_ns += area;
      bin.greatest = std::max(bin.greatest, value_);
      greatest_ = std::max(greatest_, value_);
      integral_ns_ += area;
      until_ = end;
    }
  }

  /// Of the value over time, in value * ns, up to the last call.
  double integral_ns() const { return integral_ns_; }
  core::Time bin_width() const { return bin_; }
  const std::vector<Bin>& bins() const { return bins_; }

 private:
  core::Time end_of_bin(core::Time time) const {
    if (bin_ == core::never) return core::never;
    return core::later(time - time % bin_, bin_);
  }

  Bin& bin_at(core::Time time) {
    const std::size_t index = bin_of(time, bin_);
    if (index >= bins_.size()) bins_.resize(index + 1);
    return bins_[index];
  }

  core::Time bin_;
  core::Time until_;
  std::uint64_t value_ = 0;
  std::uint64_t greatest_ = 0;
  double integral_ns_ = 0;
  std::vector<Bin> bins_;
};

}  // namespace rippletank::measure
