// Internets: times by hand, queues at both ends, drops, stress, and the event-by-event twin.
#include "sim/underlay/internet.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "tests/unit/underlay/internets.hpp"
#include "tests/unit/underlay/naive_internet.hpp"

namespace internet_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using namespace rippletank::underlay;
using core::millisecond;
using Fates = std::vector<Fate>;

constexpr core::Time up_ms = 20;
constexpr core::Time down_ms = 12;
constexpr core::Time access_ms = 75;

Fate at_ms(core::Time ms) { return {ms * millisecond, {}}; }
Fate full_at_ms(core::Time ms) { return {ms * millisecond, measure::DropReason::queue_full}; }

/// 0 - 1 with 10 ms between, and 2 apart.
RouterNetwork two_routers(double ns_per_byte = 0) {
  return {3, {{0, 1, 10 * millisecond, ns_per_byte}}};
}

Fates play_modems(InternetPlan plan, const std::vector<Sent>& messages) {
  const topologies::Adjacency rows = all_connected(static_cast<core::PeerId>(plan.access.size()));
  InternetWires wires(std::move(plan), rows);
  return play_out(wires, rows, messages);
}

}  // namespace

TEST_CASE("from modem to modem over two routers") {
  const core::Time all_ms = up_ms + access_ms + 10 + down_ms + access_ms;
  CHECK(all_ms == 192);
  CHECK(play_modems(plan_of(two_routers(), {0, 1}, modem()), {{0, 0, 1}}) == Fates{at_ms(all_ms)});
  // On one router both access links are left.
  CHECK(play_modems(plan_of(two_routers(), {0, 0}, modem()), {{0, 0, 1}}) ==
        Fates{at_ms(all_ms - 10)});
  // A core link of 84 bytes in 5 ms.
  CHECK(play_modems(plan_of(two_routers(5e6 / 84), {0, 1}, modem()), {{0, 0, 1}}) ==
        Fates{at_ms(all_ms + 5)});
}

TEST_CASE("a message of several segments is sent as a whole, with the headers of all") {
  // 3000 bytes are three segments: 3120 bytes on the wire, 8 bits each at 33.6 and 56 kbit/s.
  const Fates fates = play_modems(plan_of(two_routers(), {0, 0}, modem()), {{0, 0, 1, 3000}});
  const auto up = static_cast<core::Time>(3120 * 8e6 / 33.6 + 0.5);
  const auto down = static_cast<core::Time>(3120 * 8e6 / 56 + 0.5);
  CHECK(fates == Fates{{up + down + 150 * millisecond, {}}});
}

TEST_CASE("messages leave one after the other, and arrive one after the other") {
  const core::Time lone_ms = up_ms + access_ms + down_ms + access_ms;
  const InternetPlan plan = plan_of(two_routers(), {0, 0, 0, 0}, modem());
  // One sender to three: its uplink is the queue.
  CHECK(play_modems(plan, {{0, 0, 1}, {0, 0, 2}, {0, 0, 3}}) ==
        Fates{at_ms(lone_ms), at_ms(lone_ms + up_ms), at_ms(lone_ms + 2 * up_ms)});
  // Three senders to one: its downlink is, in the order of being sent at one moment.
  CHECK(play_modems(plan, {{0, 1, 0}, {0, 3, 0}, {0, 2, 0}}) ==
        Fates{at_ms(lone_ms), at_ms(lone_ms + down_ms), at_ms(lone_ms + 2 * down_ms)});
  // What comes earlier is not held up by what was sent earlier but comes later.
  InternetPlan far = plan_of(two_routers(), {0, 1, 0}, modem());
  CHECK(play_modems(far, {{0, 1, 0}, {5 * millisecond, 2, 0}}) ==
        Fates{at_ms(10 + lone_ms - 5 + 12), at_ms(5 + lone_ms)});
}

TEST_CASE("what finds no room in a queue is dropped") {
  InternetPlan plan = plan_of(two_routers(), {0, 0, 0, 0}, modem());
  plan.access_queue_bytes = 2 * 84;
  const core::Time lone_ms = up_ms + access_ms + down_ms + access_ms;
  // The third finds two before it; at 20 ms one has left.
  CHECK(play_modems(plan, {{0, 0, 1}, {0, 0, 2}, {0, 0, 3}, {20 * millisecond, 0, 3}}) ==
        Fates{at_ms(lone_ms), at_ms(lone_ms + up_ms), full_at_ms(0), at_ms(lone_ms + 40)});
  // Three come to one downlink at the same moment.
  CHECK(play_modems(plan, {{0, 1, 0}, {0, 2, 0}, {0, 3, 0}}) ==
        Fates{at_ms(lone_ms), at_ms(lone_ms + down_ms), full_at_ms(up_ms + access_ms)});
  // One core link, 84 bytes in 50 ms.
  InternetPlan core = plan_of(two_routers(50e6 / 84), {0, 0, 0, 1}, modem());
  core.core_queue_bytes = 2 * 84 - 1;
  CHECK(play_modems(core, {{0, 0, 3}, {0, 1, 3}}) ==
        Fates{at_ms(lone_ms + 60), full_at_ms(up_ms + access_ms)});
}

TEST_CASE("sizes that take no whole nanoseconds to send still fit exactly") {
  AccessClass t1 = modem();
  t1.up_kbit_s = 1544;
  InternetPlan plan = plan_of(two_routers(), {0, 0}, t1);
  plan.access_queue_bytes = 20 * 84;
  const Fates fates = play_modems(plan, std::vector<Sent>(21, {0, 0, 1}));
  const auto dropped = [](const Fate& fate) { return fate.dropped.has_value(); };
  CHECK(std::count_if(fates.begin(), fates.end(), dropped) == 1);
  CHECK(dropped(fates.back()));
}

TEST_CASE("where there is no way a message is dropped at once") {
  CHECK(play_modems(plan_of(two_routers(), {0, 2}, modem()), {{7, 0, 1}}) ==
        Fates{{7, measure::DropReason::link_down}});
}

TEST_CASE("counts of each link, and copies of one content on it") {
  for (const double ns_per_byte : {0.0, 1.0}) {
    const topologies::Adjacency rows = all_connected(3);
    InternetWires wires(plan_of(two_routers(ns_per_byte), {0, 1, 1}, modem()), rows);
    const auto ended = [](MessageId, std::optional<measure::DropReason>) {};
    // Peer 0 sends one content to both others; peer 1 sends it back, and another one.
    wires.send({0, rows.offsets[0], 0, 1, 0, 44, 5}, ended);
    wires.send({0, rows.offsets[0] + 1, 0, 2, 1, 44, 5}, ended);
    wires.send({0, rows.offsets[1], 1, 0, 2, 44, 5}, ended);
    wires.send({0, rows.offsets[1], 1, 0, 3, 44, 6}, ended);
    wires.check_conservation();
    CHECK(wires.flow().in_flight.messages == 4);
    while (wires.next_time() != core::never) wires.step(ended);
    wires.content_ended(5, true);
    wires.content_ended(6, true);
    wires.check_conservation();
    const std::vector<LinkCount> counts = wires.core_counts();
    CHECK(counts[0].messages == 2);
    CHECK(counts[0].bytes == 2 * 84);
    CHECK(counts[1].messages == 2);
    CHECK(counts[0].busy == (ns_per_byte > 0 ? 2 * 84 : 0));
    CHECK(wires.core_stress(0) == 3);
    CHECK(wires.access_stress(0) == 3);
    CHECK(wires.access_stress(1) == 2);
    CHECK(wires.access_stress(2) == 1);
    CHECK(wires.up_count(0).messages == 2);
    CHECK(wires.up_count(0).busy == 2 * up_ms * millisecond);
    CHECK(wires.up_count(0).longest_wait == up_ms * millisecond);
    CHECK(wires.down_count(0).messages == 2);
    CHECK(wires.down_count(1).messages == 1);
    CHECK(wires.flow().delivered.bytes == 4 * 84);
    CHECK(wires.flow().in_flight.messages == 0);
  }
}

TEST_CASE("a lone message takes as long as idle wires say") {
  core::Substream stream(1, "test/internet/idle");
  for (int round = 0; round < 40; ++round) {
    const RandomInternet made(stream, round % 2 == 1);
    const topologies::Adjacency rows = all_connected(made.peers());
    InternetWires wires(made.plan, rows);
    for (core::PeerId from = 0; from < made.peers(); ++from) {
      for (core::PeerId to = 0; to < made.peers(); ++to) {
        if (from == to) continue;
        const auto bytes = static_cast<std::uint32_t>(stream.below(5000));
        InternetWires alone(made.plan, rows);
        const Fate fate = play_out(alone, rows, {{0, from, to, bytes}}).front();
        const core::Time expected = fate.dropped ? core::never : fate.at;
        REQUIRE(wires.idle_delay(from, to, bytes) == expected);
        std::uint64_t crossed = 0;
        for (const LinkCount& count : alone.core_counts()) crossed += count.messages;
        REQUIRE(wires.path_links(from, to) == (fate.dropped ? 0 : crossed + 2));
      }
    }
  }
}

TEST_CASE("the same fates as event by event and link by link") {
  core::Substream stream(1, "test/internet/twin");
  std::uint64_t dropped = 0;
  std::uint64_t arrived = 0;
  for (int round = 0; round < 300; ++round) {
    RandomInternet made(stream, round % 2 == 1);
    if (round % 3 == 0) {
      made.plan.access_queue_bytes = 1000 + stream.below(3000);
      made.plan.core_queue_bytes = 1000 + stream.below(3000);
    }
    const std::vector<Sent> messages = made.random_messages(stream, 60);
    const topologies::Adjacency rows = all_connected(made.peers());
    InternetWires wires(made.plan, rows);
    // Some rounds end with messages on their way.
    const core::Time until =
        round % 5 == 0 ? static_cast<core::Time>(stream.below(400)) * millisecond : core::never;
    const Fates found = play_out(wires, rows, messages, until);
    const Fates expected = naive_fates(made.plan, messages, until);
    REQUIRE(found == expected);
    for (const Fate& fate : found) {
      dropped += fate.dropped ? 1U : 0U;
      arrived += !fate.dropped && fate.at != core::never ? 1U : 0U;
    }
  }
  CHECK(dropped > 1000);
  CHECK(arrived > 5000);
}

TEST_CASE("a mix has its shares, and no peer's class depends on another peer") {
  for (const AccessMix mix : {AccessMix::gnutella, AccessMix::napster}) {
    const std::vector<AccessClass> classes = classes_of(mix);
    double sum = 0;
    for (const AccessClass& one : classes) sum += one.share;
    CHECK(std::fabs(sum - 1) < 1e-12);
    const core::PeerId peers = 100'000;
    const std::vector<Access> access = draw_access(classes, peers, 3);
    std::vector<double> drawn(classes.size());
    for (const Access& one : access) ++drawn[one.access_class];
    for (std::size_t i = 0; i < classes.size(); ++i) {
      const double expected = classes[i].share * peers;
      // Five standard deviations of a binomial count.
      CHECK(std::fabs(drawn[i] - expected) < 5 * std::sqrt(expected * (1 - classes[i].share)));
    }
    const std::vector<Access> fewer = draw_access(classes, 10, 3);
    for (std::size_t peer = 0; peer < fewer.size(); ++peer) {
      CHECK(fewer[peer].access_class == access[peer].access_class);
      CHECK(fewer[peer].latency_ns == access[peer].latency_ns);
    }
  }
}

}  // namespace internet_test
