// Counts who is known by whom, with every change.
#include "sim/protocols/lan_discovery/acquaintances.hpp"

#include <algorithm>

#include "sim/core/check.hpp"

namespace rippletank::protocols {

void Acquaintances::Spans::add(core::Time span) {
  ++count;
  sum_ns += static_cast<double>(span);
  longest = std::max(longest, span);
}

std::optional<double> Acquaintances::Spans::mean_ms() const {
  if (count == 0) return {};
  return sum_ns / static_cast<double>(count) / static_cast<double>(core::millisecond);
}

std::optional<double> Acquaintances::Spans::longest_ms() const {
  if (count == 0) return {};
  return core::to_milliseconds(longest);
}

Acquaintances::Acquaintances(core::PeerId computers)
    : words_((computers + word_bits - 1) / word_bits),
      known_(computers * words_),
      computers_(computers) {}

void Acquaintances::come(core::Time now, core::PeerId computer, bool counts) {
  Computer& comer = computers_[computer];
  RIPPLETANK_CHECK(!comer.here, "a computer comes that is here already");
  const bool waits = counts && here_ > 0;
  comer = {true, waits, waits, 0, 0, now};
  arrivals_ += waits ? 1U : 0U;
  ++here_;
  for (core::PeerId other = 0; other < computers_.size(); ++other) {
    if (!is_here(other) || !knows(other, computer)) continue;
    ++computers_[other].knows;
    ++comer.known_by;
  }
  pairs_known_ += comer.known_by;
  look_at(now, comer);
  look_at_all(now);
}

void Acquaintances::go(core::Time now, core::PeerId computer) {
  Computer& goer = computers_[computer];
  RIPPLETANK_CHECK(goer.here, "a computer goes that is not here");
  for_each_known(computer, [this](core::PeerId whom) {
    if (is_here(whom)) --computers_[whom].known_by;
  });
  std::fill_n(row(computer), words_, std::uint64_t{0});
  for (core::PeerId other = 0; other < computers_.size(); ++other) {
    if (is_here(other) && knows(other, computer)) --computers_[other].knows;
  }
  pairs_known_ -= goer.knows;
  pairs_known_ -= goer.known_by;
  goer = {};
  --here_;
  for (Computer& other : computers_) {
    if (other.here) look_at(now, other);
  }
  look_at_all(now);
}

bool Acquaintances::learn(core::Time now, core::PeerId who, core::PeerId whom) {
  if (who == whom || knows(who, whom)) return false;
  row(who)[whom / word_bits] |= std::uint64_t{1} << (whom % word_bits);
  if (!is_here(whom)) return true;
  ++computers_[who].knows;
  ++computers_[whom].known_by;
  ++pairs_known_;
  look_at(now, computers_[who]);
  look_at(now, computers_[whom]);
  look_at_all(now);
  return true;
}

void Acquaintances::forget(core::Time now, core::PeerId who, core::PeerId whom) {
  if (!knows(who, whom)) return;
  row(who)[whom / word_bits] &= ~(std::uint64_t{1} << (whom % word_bits));
  if (!is_here(whom)) return;
  --computers_[who].knows;
  --computers_[whom].known_by;
  --pairs_known_;
  look_at_all(now);
}

std::uint64_t Acquaintances::stale() const {
  std::uint64_t addresses = 0;
  for (core::PeerId who = 0; who < computers_.size(); ++who) {
    for_each_known(who, [&](core::PeerId whom) { addresses += is_here(whom) ? 0U : 1U; });
  }
  return addresses;
}

/// Whether it has found all, and been found by all, since it came.
void Acquaintances::look_at(core::Time now, Computer& computer) {
  const core::PeerId others = here_ - 1;
  if (computer.seeks && computer.knows == others) {
    computer.seeks = false;
    finding_.add(now - computer.came);
  }
  if (computer.is_unfound && computer.known_by == others) {
    computer.is_unfound = false;
    being_found_.add(now - computer.came);
  }
}

void Acquaintances::look_at_all(core::Time now) {
  if (here_ < 2 || pairs_known_ < pairs()) {
    all_known_since_.reset();
  } else if (!all_known_since_) {
    all_known_since_ = now;
  }
}

}  // namespace rippletank::protocols
