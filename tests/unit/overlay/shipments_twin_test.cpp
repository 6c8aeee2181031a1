// Shipments under random changes, against a twin that looks at all of them at every event.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/overlay/shipments.hpp"
#include "tests/catch.hpp"
#include "tests/unit/overlay/laid_ways.hpp"
#include "tests/unit/overlay/water_filling.hpp"

namespace shipments_twin_test {

namespace core = rippletank::core;
namespace overlay = rippletank::overlay;
using core::PeerId;
using core::Time;
using overlay::LinkId;
using overlay::ShipmentEnd;
using overlay::ShipmentId;
using overlay::Shipments;
using overlay::tests::LaidWay;
using overlay::tests::LaidWays;
using overlay::tests::TwinFlow;

namespace {

constexpr PeerId peers = 8;
constexpr LinkId trunks = 3;
constexpr Time horizon = 40 * core::second;
constexpr double infinity = std::numeric_limits<double>::infinity();

LinkId up(PeerId peer) { return 2 * peer; }
LinkId down(PeerId peer) { return 2 * peer + 1; }

/// Something that is done to shipments.
struct Deed {
  enum class Kind { start, stop, go, come_back, new_ways };
  Time at = 0;
  Kind kind = Kind::start;
  PeerId from = 0;  ///< or the peer that goes or comes back
  PeerId to = 0;
  PeerId relay = core::no_peer;
  std::uint64_t bytes = 0;
  std::size_t number = 0;        ///< of the start that is stopped, among the starts
  LaidWays laid;                 ///< the new ways
  bool only_capacities = false;  ///< and these are as before, but for what the trunks carry
};

/// What became of a shipment.
struct Fate {
  enum class How { on_its_way, complete, cut, stopped };
  PeerId from = 0;
  PeerId to = 0;
  PeerId relay = core::no_peer;
  How how = How::on_its_way;
  Time end = horizon;
  std::uint64_t carried_bytes = 0;
};

/// Each peer has an up and a down link; most ways cross one of three trunks, too.
LaidWays any_ways(core::Substream& random) {
  LaidWays laid;
  for (LinkId link = 0; link < 2 * peers; ++link) {
    laid.capacity_bytes_s.push_back(static_cast<double>(1009 + 17 * (link * link % 97)));
  }
  for (LinkId trunk = 0; trunk < trunks; ++trunk) {
    laid.capacity_bytes_s.push_back(static_cast<double>(2003 + random.below(7000)));
  }
  for (PeerId from = 0; from < peers; ++from) {
    for (PeerId to = 0; to < peers; ++to) {
      if (from == to || random.chance(0.1)) continue;
      LaidWay way{static_cast<Time>(random.below(500'000'000)), {up(from)}};
      if (random.chance(0.8)) way.links.push_back(2 * peers + from * to % trunks);
      if (random.chance(0.1)) way.links.push_back(2 * peers + (from * to + 1) % trunks);
      way.links.push_back(down(to));
      // Two draws may have named one trunk.
      std::sort(way.links.begin(), way.links.end());
      way.links.erase(std::unique(way.links.begin(), way.links.end()), way.links.end());
      laid.ways[{from, to}] = way;
    }
  }
  return laid;
}

std::vector<Deed> any_deeds(core::Substream& random) {
  std::vector<Deed> deeds;
  std::size_t starts = 0;
  for (Time at = 1; at < horizon; at += static_cast<Time>(1 + random.below(200'000'000))) {
    Deed deed;
    deed.at = at;
    deed.from = static_cast<PeerId>(random.below(peers));
    const std::uint64_t choice = random.below(20);
    if (choice < 14 || starts == 0) {
      deed.to = static_cast<PeerId>(random.below(peers));
      if (deed.to == deed.from) deed.to = (deed.to + 1) % peers;
      const auto relay = static_cast<PeerId>(random.below(peers));
      if (random.chance(0.3) && relay != deed.from && relay != deed.to) deed.relay = relay;
      deed.bytes = random.chance(0.05) ? 0 : 1 + random.below(20'000);
      ++starts;
    } else if (choice < 16) {
      deed.kind = Deed::Kind::stop;
      deed.number = starts - 1 - random.below(std::min<std::uint64_t>(starts, 10));
    } else if (choice < 19) {
      deed.kind = choice == 16 ? Deed::Kind::go : Deed::Kind::come_back;
    } else {
      deed.kind = Deed::Kind::new_ways;
      deed.laid = any_ways(random);
      deed.only_capacities = random.chance(0.5);
    }
    deeds.push_back(std::move(deed));
  }
  return deeds;
}

void change(LaidWays& laid, const Deed& deed) {
  laid.capacity_bytes_s = deed.laid.capacity_bytes_s;
  if (!deed.only_capacities) laid.ways = deed.laid.ways;
}

/// Does the deeds to Shipments as a run loop does.
class Fast {
 public:
  explicit Fast(LaidWays laid) : laid_(std::move(laid)), shipments_(laid_.link_ways(), peers) {}

  std::vector<Fate> play(const std::vector<Deed>& deeds) {
    for (const Deed& deed : deeds) {
      go_on_until(deed.at);
      perform(deed);
    }
    go_on_until(horizon);
    for (ShipmentId id = 0; id < shipments_.most(); ++id) {
      if (!shipments_.on_its_way(id)) continue;
      fates_[fate_of_[id]].carried_bytes = shipments_.carried_bytes(horizon, id);
    }
    check_conservation();
    return fates_;
  }

 private:
  void go_on_until(Time time) {
    while (shipments_.next_time() < time) {
      const Time now = shipments_.next_time();
      note(now, shipments_.advance(now));
    }
  }

  void perform(const Deed& deed) {
    switch (deed.kind) {
      case Deed::Kind::start: {
        const ShipmentId id = shipments_.start(deed.at, deed.from, deed.to, deed.bytes, deed.relay);
        if (id >= fate_of_.size()) fate_of_.resize(id + std::size_t{1});
        fate_of_[id] = fates_.size();
        fates_.push_back({deed.from, deed.to, deed.relay});
        ids_.push_back(id);
        return;
      }
      case Deed::Kind::stop:
        if (fates_[deed.number].how != Fate::How::on_its_way) return;
        return close(deed.number, Fate::How::stopped, deed.at,
                     shipments_.stop(deed.at, ids_[deed.number]));
      case Deed::Kind::go:
        return note(deed.at, shipments_.cut_off(deed.at, deed.from));
      case Deed::Kind::come_back:
        return shipments_.come_back(deed.from);
      case Deed::Kind::new_ways:
        change(laid_, deed);
        return note(deed.at, shipments_.find_new_ways(deed.at));
    }
  }

  void note(Time now, const std::vector<ShipmentEnd>& ended) {
    for (const ShipmentEnd& end : ended) {
      close(fate_of_[end.shipment], end.cut ? Fate::How::cut : Fate::How::complete, now,
            end.carried_bytes);
    }
  }

  void close(std::size_t number, Fate::How how, Time now, std::uint64_t carried_bytes) {
    Fate& fate = fates_[number];
    CHECK(fate.how == Fate::How::on_its_way);
    fate.how = how;
    fate.end = now;
    fate.carried_bytes = carried_bytes;
  }

  /// Each access link has carried what those did that came from its peer or went there, which is
  /// what a relay does to both.
  void check_conservation() {
    std::vector<std::uint64_t> expected(std::size_t{2} * peers);
    for (const Fate& fate : fates_) {
      expected[up(fate.from)] += fate.carried_bytes;
      expected[down(fate.to)] += fate.carried_bytes;
      if (fate.relay == core::no_peer) continue;
      expected[down(fate.relay)] += fate.carried_bytes;
      expected[up(fate.relay)] += fate.carried_bytes;
    }
    for (LinkId link = 0; link < 2 * peers; ++link) {
      CHECK(shipments_.link_carried_bytes(horizon, link) == expected[link]);
    }
  }

  LaidWays laid_;
  Shipments shipments_;
  std::vector<Fate> fates_;
  std::vector<ShipmentId> ids_;       ///< [number of the start]
  std::vector<std::size_t> fate_of_;  ///< [ShipmentId]
};

/// Does them to a list of everything that was ever started, from event to event.
class Slow {
 public:
  explicit Slow(LaidWays laid) : laid_(std::move(laid)) {}

  std::vector<Fate> play(const std::vector<Deed>& deeds) {
    for (const Deed& deed : deeds) {
      go_on_until(deed.at);
      move_to(deed.at);
      perform(deed);
    }
    go_on_until(horizon);
    move_to(horizon);
    for (Carried& one : all_) {
      if (one.fate.how == Fate::How::on_its_way) one.fate.carried_bytes = whole(one);
    }
    std::vector<Fate> fates;
    for (const Carried& one : all_) fates.push_back(one.fate);
    return fates;
  }

 private:
  struct Carried {
    Fate fate;
    std::uint64_t bytes = 0;
    Time first_byte = 0;
    bool arriving = false;
    std::vector<LinkId> links;
    double limit = infinity;  ///< half of what each medium carries that it crosses twice
    double so_far = 0;
    double rate = 0;
  };

  static std::uint64_t whole(const Carried& one) {
    return static_cast<std::uint64_t>(std::floor(one.so_far));
  }

  void go_on_until(Time time) {
    while (true) {
      find_rates();
      std::vector<Time> times;
      for (const Carried& one : all_) times.push_back(next_of(one));
      const Time next = times.empty() ? time : *std::min_element(times.begin(), times.end());
      if (next >= time) return;
      move_to(next);
      for (std::size_t i = 0; i < times.size(); ++i) {
        Carried& one = all_[i];
        if (times[i] > next) continue;
        if (one.arriving) {
          one.so_far = static_cast<double>(one.bytes);
          close(one, Fate::How::complete);
        } else {
          begin(one);
        }
      }
    }
  }

  Time next_of(const Carried& one) const {
    if (one.fate.how != Fate::How::on_its_way) return core::never;
    if (!one.arriving) return one.first_byte;
    const double left = static_cast<double>(one.bytes) - one.so_far;
    if (left <= 0) return now_;
    return one.rate > 0 ? now_ + static_cast<Time>(std::ceil(left / one.rate * 1e9)) : core::never;
  }

  void move_to(Time now) {
    for (Carried& one : all_) one.so_far += one.rate * core::to_seconds(now - now_);
    now_ = now;
  }

  void find_rates() {
    std::vector<TwinFlow> flows;
    for (const Carried& one : all_) {
      if (one.arriving) flows.push_back({one.links, one.limit});
    }
    const std::vector<double> rates = overlay::tests::water_filling(laid_.capacity_bytes_s, flows);
    std::size_t flow = 0;
    for (Carried& one : all_) one.rate = one.arriving ? rates[flow++] : 0;
  }

  /// From peer to peer, over the relay if there is one.
  struct Way {
    Time latency = 0;
    std::vector<LinkId> links;
    double limit = infinity;
  };
  std::optional<Way> way_of(PeerId from, PeerId to, PeerId relay) const {
    const std::vector<PeerId> stops =
        relay == core::no_peer ? std::vector{from, to} : std::vector{from, relay, to};
    Way all;
    for (std::size_t i = 1; i < stops.size(); ++i) {
      const auto way = laid_.ways.find({stops[i - 1], stops[i]});
      if (way == laid_.ways.end()) return {};
      all.latency += way->second.latency;
      for (const LinkId link : way->second.links) {
        const bool again = std::count(all.links.begin(), all.links.end(), link) > 0;
        if (!again) all.links.push_back(link);
        if (again) all.limit = std::min(all.limit, laid_.capacity_bytes_s[link] / 2);
      }
    }
    return all;
  }
  std::optional<Way> way_of(const Fate& fate) const {
    return way_of(fate.from, fate.to, fate.relay);
  }

  void begin(Carried& one) {
    const auto way = way_of(one.fate);
    const bool relay_is_gone = one.fate.relay != core::no_peer && gone_[one.fate.relay];
    if (gone_[one.fate.from] || gone_[one.fate.to] || relay_is_gone || !way) {
      return close(one, Fate::How::cut);
    }
    one.arriving = true;
    one.links = way->links;
    one.limit = way->limit;
  }

  void perform(const Deed& deed) {
    switch (deed.kind) {
      case Deed::Kind::start: {
        const auto way = way_of(deed.from, deed.to, deed.relay);
        const Fate fate{deed.from, deed.to, deed.relay};
        all_.push_back({fate, deed.bytes, now_ + (way ? way->latency : 0), false, {}});
        return;
      }
      case Deed::Kind::stop:
        if (all_[deed.number].fate.how != Fate::How::on_its_way) return;
        return close(all_[deed.number], Fate::How::stopped);
      case Deed::Kind::go:
        gone_[deed.from] = true;
        for (Carried& one : all_) {
          const bool has_gone =
              one.fate.from == deed.from || one.fate.to == deed.from || one.fate.relay == deed.from;
          if (has_gone && one.fate.how == Fate::How::on_its_way) close(one, Fate::How::cut);
        }
        return;
      case Deed::Kind::come_back:
        gone_[deed.from] = false;
        return;
      case Deed::Kind::new_ways:
        change(laid_, deed);
        for (Carried& one : all_) go_new_way(one);
        return;
    }
  }

  void go_new_way(Carried& one) {
    if (!one.arriving) return;
    const auto way = way_of(one.fate);
    if (way && way->links == one.links && way->limit == one.limit) return;
    one.so_far = std::floor(one.so_far);
    begin(one);
  }

  void close(Carried& one, Fate::How how) {
    one.fate.how = how;
    one.fate.end = now_;
    one.fate.carried_bytes = whole(one);
    one.arriving = false;
    one.rate = 0;
  }

  LaidWays laid_;
  std::vector<Carried> all_;
  std::vector<bool> gone_ = std::vector<bool>(peers);
  Time now_ = 0;
};

}  // namespace

TEST_CASE("shipments fare as those of a twin that looks at all of them all the time",
          "[shipments]") {
  std::size_t seen[4] = {};
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    core::Substream random(seed, "shipments");
    const LaidWays laid = any_ways(random);
    const std::vector<Deed> deeds = any_deeds(random);
    const std::vector<Fate> found = Fast(laid).play(deeds);
    const std::vector<Fate> expected = Slow(laid).play(deeds);
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      INFO("seed " << seed << ", shipment " << i);
      CHECK(found[i].how == expected[i].how);
      // What is left is off by the rounding of some additions, 1e-11 of at most 20,000 bytes at no
      // less than some bytes per second: far less than the nanosecond to which both round up, so
      // that one may come a nanosecond after the other.
      CHECK(std::abs(found[i].end - expected[i].end) <= 1);
      const auto carried = static_cast<std::int64_t>(found[i].carried_bytes);
      CHECK(std::abs(carried - static_cast<std::int64_t>(expected[i].carried_bytes)) <= 1);
      ++seen[static_cast<std::size_t>(expected[i].how)];
    }
  }
  for (const std::size_t fates : seen) CHECK(fates > 50);
}

}  // namespace shipments_twin_test
