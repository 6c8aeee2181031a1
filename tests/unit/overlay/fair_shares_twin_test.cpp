// Fair shares under thousands of random changes, against the textbook's way and against themselves.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/overlay/fair_shares.hpp"
#include "tests/catch.hpp"
#include "tests/unit/overlay/water_filling.hpp"

namespace fair_shares_twin_test {

namespace core = rippletank::core;
namespace overlay = rippletank::overlay;
using overlay::FairShares;
using overlay::FlowId;
using overlay::LinkId;
using overlay::unlimited;
using overlay::tests::TwinFlow;

namespace {

/// What random changes may make.
struct Kind {
  LinkId links;
  std::size_t flows;  ///< about so many at a time
  std::uint64_t least_hops;
  std::uint64_t most_hops;
  bool two_sides;  ///< each flow has one uplink and one downlink: an even link and an odd one
  std::vector<double> capacities;
  std::vector<double> backbone = {};  ///< if any: what link 0 may carry, which all flows cross
};

/// The same network three times: as FairShares, as plain lists, and as what settle() has told.
class Network {
 public:
  Network(const Kind& kind, std::uint64_t seed) : kind_(kind), random_(seed, "fair shares") {
    for (LinkId link = 0; link < kind.links; ++link) capacities_.push_back(any_capacity(link));
    shares_ = std::make_unique<FairShares>(capacities_);
  }

  void change() {
    const std::uint64_t choice = random_.below(10);
    if (choice == 0) {
      // Every other time the backbone: nothing else changes as much.
      const bool backbone = !kind_.backbone.empty() && random_.chance(0.5);
      const LinkId link = backbone ? 0 : static_cast<LinkId>(random_.below(kind_.links));
      capacities_[link] = any_capacity(link);
      shares_->set_capacity(link, capacities_[link]);
    } else if (random_.below(2 * kind_.flows) >= ids_.size()) {
      add();
    } else {
      const std::size_t leaving = random_.below(ids_.size());
      shares_->remove(ids_[leaving]);
      told_[ids_[leaving]] = 0;
      ids_.erase(ids_.begin() + static_cast<std::ptrdiff_t>(leaving));
      flows_.erase(flows_.begin() + static_cast<std::ptrdiff_t>(leaving));
    }
  }

  /// Settles, and returns whether exactly the changes were told, in order.
  bool settle_and_hear() {
    bool right = true;
    std::vector<FlowId> heard;
    shares_->settle([&](FlowId flow, double rate) {
      right = right && told_[flow] != rate && (heard.empty() || heard.back() < flow);
      heard.push_back(flow);
      told_[flow] = rate;
    });
    for (const FlowId flow : ids_) right = right && told_[flow] == shares_->rate_bytes_s(flow);
    return right;
  }

  /// The largest relative difference from the twin's rates.
  double error() const {
    const std::vector<double> expected = overlay::tests::water_filling(capacities_, flows_);
    double largest = 0;
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      const double rate = shares_->rate_bytes_s(ids_[i]);
      if (rate == expected[i]) continue;
      largest = std::max(largest, std::abs(rate - expected[i]) / expected[i]);
    }
    return largest;
  }

  /// Whether each flow is at its limit, or crosses a full link on which no other is faster, and no
  /// link carries more than it can.
  bool each_has_a_bottleneck() const {
    constexpr double rounding = 1e-9;
    std::vector<double> carried(capacities_.size(), 0.0);
    std::vector<double> fastest(capacities_.size(), 0.0);
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      for (const LinkId link : flows_[i].links) {
        carried[link] += shares_->rate_bytes_s(ids_[i]);
        fastest[link] = std::max(fastest[link], shares_->rate_bytes_s(ids_[i]));
      }
    }
    bool held = true;
    for (LinkId link = 0; link < kind_.links; ++link) {
      held = held && carried[link] <= capacities_[link] * (1 + rounding);
    }
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      const double rate = shares_->rate_bytes_s(ids_[i]);
      bool bound = rate == flows_[i].limit;
      for (const LinkId link : flows_[i].links) {
        bound = bound || (carried[link] >= capacities_[link] * (1 - rounding) &&
                          fastest[link] <= rate * (1 + rounding));
      }
      held = held && bound;
    }
    return held;
  }

  /// Whether the same flows, put in another order into an empty network, get the same bits.
  bool same_bits_from_scratch() {
    std::vector<std::size_t> order(ids_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    core::shuffle(order, random_);
    FairShares fresh(capacities_);
    std::vector<FlowId> fresh_ids(ids_.size());
    for (const std::size_t i : order) {
      std::vector<LinkId> links = flows_[i].links;
      core::shuffle(links, random_);
      fresh_ids[i] = fresh.add(links, flows_[i].limit);
    }
    fresh.settle([](FlowId, double) {});
    bool same = true;
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      same = same && fresh.rate_bytes_s(fresh_ids[i]) == shares_->rate_bytes_s(ids_[i]);
    }
    return same;
  }

 private:
  double any_capacity(LinkId link) {
    const bool backbone = link == 0 && !kind_.backbone.empty();
    const std::vector<double>& capacities = backbone ? kind_.backbone : kind_.capacities;
    return capacities[random_.below(capacities.size())];
  }

  void add() {
    TwinFlow flow;
    if (kind_.two_sides) {
      const auto pairs = kind_.links / 2;
      flow.links = {static_cast<LinkId>(2 * random_.below(pairs)),
                    static_cast<LinkId>(2 * random_.below(pairs) + 1)};
    } else {
      const std::uint64_t span = kind_.most_hops - kind_.least_hops + 1;
      const std::uint64_t hops = kind_.least_hops + random_.below(span);
      flow.links =
          core::sample_without_replacement(kind_.links, static_cast<std::uint32_t>(hops), random_);
    }
    const bool has_backbone =
        std::find(flow.links.begin(), flow.links.end(), LinkId{0}) != flow.links.end();
    if (!kind_.backbone.empty() && !has_backbone) flow.links.push_back(0);
    if (random_.chance(0.2)) flow.limit = any_capacity(1);
    const FlowId id = shares_->add(flow.links, flow.limit);
    if (id >= told_.size()) told_.resize(id + 1, 0.0);
    ids_.push_back(id);
    flows_.push_back(flow);
  }

  Kind kind_;
  core::Substream random_;
  std::vector<double> capacities_;
  std::unique_ptr<FairShares> shares_;
  std::vector<FlowId> ids_;
  std::vector<TwinFlow> flows_;
  std::vector<double> told_;
};

void play(const Kind& kind, std::uint64_t seed, int settlements) {
  Network network(kind, seed);
  core::Substream random(seed, "changes at a time");
  bool told = true;
  bool bound = true;
  bool same = true;
  double error = 0;
  for (int i = 0; i < settlements; ++i) {
    // Mostly one, sometimes many.
    const std::uint64_t changes = 1 + random.below(1 + random.below(i % 50 == 0 ? 40 : 4));
    for (std::uint64_t change = 0; change < changes; ++change) network.change();
    told = network.settle_and_hear() && told;
    bound = network.each_has_a_bottleneck() && bound;
    same = network.same_bits_from_scratch() && same;
    error = std::max(error, network.error());
  }
  CHECK(told);
  CHECK(bound);
  CHECK(same);
  CHECK(error <= 1e-9);
}

/// Multiples of a tenth, none of which is a binary number: levels that differ by rounding only.
const std::vector<double> tenths = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2};
/// Access from a modem to a fibre; and what is broken or not limited.
const std::vector<double> access_links = {4200,    8000,      16000,     48000, 125000,
                                          1250000, 5'500'000, unlimited, 0};

}  // namespace

TEST_CASE("Random uploads have the rates of an independent allocator", "[fair_shares]") {
  play({40, 60, 2, 2, true, access_links}, 1, 3000);
}

TEST_CASE("Random flows over several links have them too", "[fair_shares]") {
  play({30, 40, 3, 6, false, access_links}, 2, 2000);
  play({12, 30, 0, 10, false, access_links}, 3, 1500);
}

TEST_CASE("Popular sources have them too", "[fair_shares]") {
  play({6, 80, 2, 2, true, {100, 1000, 33.3, 7}}, 4, 500);
  play({4, 100, 1, 3, false, tenths}, 5, 500);
}

TEST_CASE("Flows that all cross a backbone have them too", "[fair_shares]") {
  std::vector<double> many_levels;
  for (int i = 1; i < 200; ++i) many_levels.push_back(100.0 + 7.3 * i);
  play({60, 90, 1, 2, false, many_levels, {4e4, 6e4, 8e4, 1e5, 1e6, unlimited, 0}}, 8, 600);
  play({40, 60, 2, 3, false, tenths, {5.0, 10.0, 15.0, 20.0, 30.0}}, 9, 600);
}

TEST_CASE("A share that rises with each flow that takes less is found", "[fair_shares]") {
  // Each limit lies between the share before and the share after the limit before it is taken.
  constexpr int flows = 40;
  const std::vector<double> capacities = {1000};
  std::vector<TwinFlow> twin;
  double left = capacities[0];
  double before = left / flows / 2;
  double share = left / flows;
  for (int others = flows - 1; others > 0; --others) {
    twin.push_back({{0}, before});
    left -= before;
    before = share;
    share = left / others;
  }
  twin.push_back({{0}, unlimited});
  FairShares shares(capacities);
  for (const TwinFlow& flow : twin) shares.add(flow.links, flow.limit);
  shares.settle([](FlowId, double) {});
  const std::vector<double> expected = overlay::tests::water_filling(capacities, twin);
  for (FlowId flow = 0; flow < flows; ++flow) {
    CHECK(std::abs(shares.rate_bytes_s(flow) - expected[flow]) <= 1e-9 * expected[flow]);
  }
  CHECK(std::abs(shares.rate_bytes_s(flows - 1) - left) <= 1e-9 * left);
}

TEST_CASE("Levels that differ only by rounding leave the bits to no order", "[fair_shares]") {
  play({16, 24, 2, 2, true, tenths}, 6, 4000);
  play({8, 16, 1, 4, false, tenths}, 7, 4000);
  play({10, 20, 3, 3, false, {0.1, 0.3, 0.7}}, 8, 4000);
}

}  // namespace fair_shares_twin_test
