// Transfers under random changes, against a twin that moves every byte at every change.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/overlay/transfers.hpp"
#include "tests/catch.hpp"
#include "tests/unit/overlay/water_filling.hpp"

namespace transfers_twin_test {

namespace core = rippletank::core;
namespace overlay = rippletank::overlay;
using core::Time;
using overlay::LinkId;
using overlay::TransferId;
using overlay::Transfers;
using overlay::tests::TwinFlow;

namespace {

constexpr LinkId uplinks = 8;
constexpr LinkId downlinks = 8;

/// All transfers with what they have carried, moved on from change to change.
class MovingTwin {
 public:
  struct Moved {
    TransferId id;
    std::uint64_t bytes;
    double carried;
    double rate;
  };

  explicit MovingTwin(std::vector<double> capacities) : capacities_(std::move(capacities)) {}

  void move_to(Time now) {
    for (Moved& moved : moved_) moved.carried += moved.rate * core::to_seconds(now - now_);
    now_ = now;
  }

  void start(TransferId id, const TwinFlow& flow, std::uint64_t bytes) {
    moved_.push_back({id, bytes, 0.0, 0.0});
    flows_.push_back(flow);
  }

  /// Returns what the transfer was.
  Moved remove(TransferId id) {
    const auto found = std::find_if(moved_.begin(), moved_.end(),
                                    [&](const Moved& moved) { return moved.id == id; });
    REQUIRE(found != moved_.end());
    const Moved removed = *found;
    flows_.erase(flows_.begin() + (found - moved_.begin()));
    moved_.erase(found);
    return removed;
  }

  void set_capacity(LinkId link, double capacity) { capacities_[link] = capacity; }

  void find_rates() {
    const std::vector<double> rates = overlay::tests::water_filling(capacities_, flows_);
    for (std::size_t i = 0; i < rates.size(); ++i) moved_[i].rate = rates[i];
  }

  /// How many nanoseconds remain until the next end, infinitely many if there is none.
  double until_next_ns() const {
    double next = overlay::unlimited;
    for (const Moved& moved : moved_) {
      const double left = static_cast<double>(moved.bytes) - moved.carried;
      if (moved.rate > 0) next = std::min(next, std::max(0.0, left) / moved.rate * 1e9);
    }
    return next;
  }

  const std::vector<Moved>& moved() const { return moved_; }

 private:
  std::vector<double> capacities_;
  std::vector<TwinFlow> flows_;
  std::vector<Moved> moved_;
  Time now_ = 0;
};

/// What may differ: the byte that is not whole yet, and rates of both that are rounded.
double allowed_bytes(std::uint64_t bytes) { return 1 + 1e-9 * static_cast<double>(bytes); }

/// Plays random changes on both, and counts all bytes.
class Play {
 public:
  explicit Play(std::uint64_t seed)
      : random_(seed, "transfers"),
        capacities_(any_capacities()),
        transfers_(capacities_),
        twin_(capacities_) {}

  void step() {
    const Time next = transfers_.next_time();
    compare_next(next);
    const Time change = now_ + static_cast<Time>(random_.below(400'000'000));
    if (next <= change) {
      finish(next);
    } else {
      move_to(change);
      const std::uint64_t changes = 1 + random_.below(3);
      for (std::uint64_t i = 0; i < changes; ++i) this->change();
    }
    twin_.find_rates();
  }

  void compare_carried() {
    std::uint64_t running = 0;
    for (const MovingTwin::Moved& moved : twin_.moved()) {
      const std::uint64_t carried = transfers_.carried_bytes(now_, moved.id);
      CHECK(carried <= moved.bytes);
      CHECK(std::abs(static_cast<double>(carried) - moved.carried) <= allowed_bytes(moved.bytes));
      running += carried;
    }
    // Nothing is lost, nothing made: each transfer crosses one uplink and one downlink.
    std::uint64_t up = 0;
    std::uint64_t down = 0;
    for (LinkId link = 0; link < uplinks; ++link) up += transfers_.link_carried_bytes(now_, link);
    for (LinkId link = uplinks; link < uplinks + downlinks; ++link) {
      down += transfers_.link_carried_bytes(now_, link);
    }
    CHECK(up == over_ + running);
    CHECK(down == over_ + running);
    CHECK(transfers_.size() == twin_.moved().size());
  }

  std::size_t ended() const { return ended_; }

 private:
  double any_capacity() {
    return random_.chance(0.1) ? 0.0 : 1000 * static_cast<double>(1 + random_.below(50));
  }

  std::vector<double> any_capacities() {
    std::vector<double> capacities;
    for (LinkId link = 0; link < uplinks + downlinks; ++link) capacities.push_back(any_capacity());
    return capacities;
  }

  void move_to(Time now) {
    now_ = now;
    twin_.move_to(now);
  }

  /// One is rounded up to a whole nanosecond, and both are off by the rounding of what is left: of
  /// at most 20,000 bytes, at no less than some bytes per second.
  void compare_next(Time next) {
    const double until_ns = twin_.until_next_ns();
    if (next == core::never) {
      CHECK(until_ns == overlay::unlimited);
    } else {
      CHECK(std::abs(static_cast<double>(next - now_) - until_ns) <= 2 + 1e-9 * until_ns);
    }
  }

  void finish(Time now) {
    move_to(now);
    transfers_.finish(now, [&](TransferId transfer) {
      const MovingTwin::Moved whole = twin_.remove(transfer);
      const double bytes = static_cast<double>(whole.bytes);
      CHECK(std::abs(whole.carried - bytes) <= 1e-9 * bytes + 2e-9 * whole.rate);
      over_ += whole.bytes;
      ++ended_;
    });
  }

  void change() {
    const std::uint64_t choice = random_.below(10);
    if (choice == 0) {
      const auto link = static_cast<LinkId>(random_.below(uplinks + downlinks));
      const double capacity = any_capacity();
      transfers_.set_capacity(now_, link, capacity);
      twin_.set_capacity(link, capacity);
    } else if (choice < 8) {
      TwinFlow flow;
      flow.links = {static_cast<LinkId>(random_.below(uplinks)),
                    static_cast<LinkId>(uplinks + random_.below(downlinks))};
      if (random_.chance(0.2)) flow.limit = 2000;
      const std::uint64_t bytes = 1 + random_.below(20'000);
      twin_.start(transfers_.start(now_, flow.links, bytes, flow.limit), flow, bytes);
    } else if (!twin_.moved().empty()) {
      const TransferId stopped = twin_.moved()[random_.below(twin_.moved().size())].id;
      const std::uint64_t carried = transfers_.stop(now_, stopped);
      const MovingTwin::Moved part = twin_.remove(stopped);
      CHECK(std::abs(static_cast<double>(carried) - part.carried) <= allowed_bytes(part.bytes));
      over_ += carried;
    }
  }

  core::Substream random_;
  std::vector<double> capacities_;
  Transfers transfers_;
  MovingTwin twin_;
  Time now_ = 0;
  std::uint64_t over_ = 0;  ///< bytes of transfers that have ended or were stopped
  std::size_t ended_ = 0;
};

}  // namespace

TEST_CASE("Transfers end when a twin says that moves each byte at each change", "[transfers]") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Play play(seed);
    for (int i = 0; i < 1000; ++i) {
      play.step();
      if (i % 10 == 0) play.compare_carried();
    }
    CHECK(play.ended() > 200);
  }
}

TEST_CASE("In which order transfers start at one moment does not matter to their ends",
          "[transfers]") {
  core::Substream random(1, "order of starts");
  const std::vector<double> capacities = {1000, 300, 700, 900, 400, 1100};
  struct Start {
    std::vector<LinkId> links;
    std::uint64_t bytes;
  };
  std::vector<Start> starts;
  for (int i = 0; i < 40; ++i) {
    starts.push_back({core::sample_without_replacement(6, 2, random), 1 + random.below(5000)});
  }
  std::vector<std::vector<Time>> ends;
  for (int turn = 0; turn < 10; ++turn) {
    std::vector<std::size_t> order(starts.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    core::shuffle(order, random);
    Transfers transfers(capacities);
    for (const std::size_t i : order) transfers.start(5, starts[i].links, starts[i].bytes);
    std::vector<Time>& found = ends.emplace_back(starts.size());
    for (Time now = transfers.next_time(); now != core::never; now = transfers.next_time()) {
      transfers.finish(now, [&](TransferId transfer) { found[order[transfer]] = now; });
    }
  }
  for (const std::vector<Time>& found : ends) CHECK(found == ends.front());
}

}  // namespace transfers_twin_test
