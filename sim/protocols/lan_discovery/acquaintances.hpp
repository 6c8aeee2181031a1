// Acquaintances: which computer knows whose address, and how long it takes until all know all.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::protocols {

/// What each computer knows of the others while they come and go; and who waits to be found.
///
/// A computer *is here* from come() to go(). What it knows is lost when it goes; that others know
/// its address is not: such an address is stale while it is away.
///
/// Shape:   one bit per ordered pair of computers, and 24 bytes per computer.
/// Cost:    O(1) to learn or forget an address, O(n) to come or go.
class Acquaintances {
 public:
  /// Spans of those that came while others were here.
  struct Spans {
    std::uint64_t count = 0;
    double sum_ns = 0;
    core::Time longest = 0;

    void add(core::Time span);
    std::optional<double> mean_ms() const;
    std::optional<double> longest_ms() const;
  };

  explicit Acquaintances(core::PeerId computers);

  bool is_here(core::PeerId computer) const { return computers_[computer].here; }
  /// `counts`: whether its coming belongs to the results.
  void come(core::Time now, core::PeerId computer, bool counts);
  void go(core::Time now, core::PeerId computer);

  bool knows(core::PeerId who, core::PeerId whom) const {
    return ((row(who)[whom / word_bits] >> (whom % word_bits)) & 1U) != 0;
  }
  /// One that is here learns an address; false if it knew it, or if it is its own.
  bool learn(core::Time now, core::PeerId who, core::PeerId whom);
  void forget(core::Time now, core::PeerId who, core::PeerId whom);

  /// Calls `visit(whom)` for each that a computer knows, in ascending order. It may forget that.
  template <class Visit>
  void for_each_known(core::PeerId who, Visit visit) const {
    for (std::size_t word = 0; word < words_; ++word) {
      for (std::uint64_t bits = row(who)[word]; bits != 0; bits &= bits - 1) {
        visit(static_cast<core::PeerId>(word * word_bits +
                                        static_cast<std::size_t>(std::countr_zero(bits))));
      }
    }
  }

  core::PeerId here() const { return here_; }
  /// Ordered pairs of computers that are here: all of them, and those of which the first knows
  /// the second.
  std::uint64_t pairs() const {
    return here_ == 0 ? 0 : std::uint64_t{here_} * (std::uint64_t{here_} - 1);
  }
  std::uint64_t pairs_known() const { return pairs_known_; }
  /// Addresses, of computers that are not here, which those that are here know.
  std::uint64_t stale() const;
  /// Since when all that are here know all others; nothing if they do not, or if nobody has others.
  std::optional<core::Time> all_known_since() const { return all_known_since_; }

  /// How often one came while others were here.
  std::uint64_t arrivals() const { return arrivals_; }
  /// From when it came until it first knew all that were here at that moment.
  const Spans& finding() const { return finding_; }
  /// From when it came until all that were here at that moment knew it.
  const Spans& being_found() const { return being_found_; }

 private:
  static constexpr std::size_t word_bits = 64;

  struct Computer {
    bool here = false;
    bool seeks = false;         ///< has come, and has not yet known all
    bool is_unfound = false;    ///< has come, and has not yet been known by all
    core::PeerId knows = 0;     ///< how many of those that are here
    core::PeerId known_by = 0;  ///< likewise
    core::Time came = 0;
  };

  const std::uint64_t* row(core::PeerId who) const { return known_.data() + who * words_; }
  std::uint64_t* row(core::PeerId who) { return known_.data() + who * words_; }
  void look_at(core::Time now, Computer& computer);
  void look_at_all(core::Time now);

  std::size_t words_;                 ///< of a row
  std::vector<std::uint64_t> known_;  ///< [who][whom / 64], of which each bit is one address
  std::vector<Computer> computers_;   ///< [computer]
  core::PeerId here_ = 0;
  std::uint64_t pairs_known_ = 0;
  std::optional<core::Time> all_known_since_;
  std::uint64_t arrivals_ = 0;
  Spans finding_;
  Spans being_found_;
};

}  // namespace rippletank::protocols
