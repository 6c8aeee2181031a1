// Builds the wires of an internet, and moves messages over core links whose speed is known.
#include "sim/underlay/internet.hpp"

#include <algorithm>
#include <numeric>

#include "sim/core/check.hpp"

namespace rippletank::underlay {
namespace {

constexpr double ns_per_byte_at_1_kbit_s = 8e6;

}  // namespace

InternetWires::InternetWires(InternetPlan plan, const topologies::Adjacency& rows)
    : plan_(std::move(plan)),
      offsets_(rows.offsets),
      neighbours_(rows.neighbours),
      lost_to_(plan_.router_of.size()),
      trees_(plan_.network),
      stress_(plan_.network.links().size() + plan_.router_of.size()),
      // How far ahead events lie follows from the ways, and the queue must know it when it is made.
      queue_((build_queues(), build_ways(), typical_delay())) {}

void InternetWires::build_queues() {
  for (core::PeerId peer = 0; peer < plan_.access.size(); ++peer) {
    const AccessClass& access_class = plan_.classes[plan_.access[peer].access_class];
    LinkQueue queue;
    queue.latency_ns = plan_.access[peer].latency_ns;
    queue.ns_per_byte = ns_per_byte_at_1_kbit_s / access_class.up_kbit_s;
    up_.push_back(queue);
    queue.ns_per_byte = ns_per_byte_at_1_kbit_s / access_class.down_kbit_s;
    down_.push_back(queue);
  }
  if (!plan_.network.has_speeds()) return;
  for (const CoreLink& link : plan_.network.links()) {
    LinkQueue queue;
    queue.latency_ns = link.latency_ns;
    queue.ns_per_byte = link.ns_per_byte;
    core_.insert(core_.end(), 2, queue);
  }
}

/// One tree per router with peers, from which the ways of all their connections follow.
void InternetWires::build_ways() {
  ways_.resize(neighbours_.size());
  std::vector<core::PeerId> by_router(plan_.router_of.size());
  std::iota(by_router.begin(), by_router.end(), core::PeerId{0});
  std::stable_sort(by_router.begin(), by_router.end(), [this](core::PeerId a, core::PeerId b) {
    return plan_.router_of[a] < plan_.router_of[b];
  });
  ShortestPaths paths(plan_.network);
  PathTree tree;
  for (std::size_t i = 0; i < by_router.size(); ++i) {
    const core::PeerId from = by_router[i];
    const RouterId router = plan_.router_of[from];
    if (i == 0 || router != plan_.router_of[by_router[i - 1]]) paths.find(router, tree);
    for (core::Slot slot = offsets_[from]; slot < offsets_[from + 1]; ++slot) {
      add_way(slot, tree, from, neighbours_[slot]);
    }
  }
}

void InternetWires::add_way(core::Slot slot, const PathTree& tree, core::PeerId from,
                            core::PeerId to) {
  RouterId router = plan_.router_of[to];
  const TreeNode& end = tree[router];
  if (end.latency_ns == core::never) return;
  Way& way = ways_[slot];
  way.delay_ns = later(end.latency_ns, up_[from].latency_ns);
  way.first_link = way_links_.size();
  way.links = end.links;
  for (std::uint32_t i = 0; i < end.links; ++i) {
    const CoreLinkId link = tree[router].last;
    way_links_.push_back(link);
    router = plan_.network.begin_of(link);
  }
  std::reverse(way_links_.end() - static_cast<std::ptrdiff_t>(end.links), way_links_.end());
}

/// How far ahead of the present most stages lie, divided by as many times as the queue reaches
/// further: access links are quick beside whole ways, and what lies within a span of the queue is
/// dear.
core::Time InternetWires::typical_delay() const {
  constexpr std::uint64_t full_segment_bytes = 1500;
  core::Time longest = core::microsecond;
  for (const Way& way : ways_) {
    if (way.delay_ns != core::never) longest = std::max(longest, way.delay_ns);
  }
  core::Time slowest = 0;
  for (const std::vector<LinkQueue>* queues : {&up_, &down_}) {
    for (const LinkQueue& queue : *queues) {
      slowest = std::max(slowest, queue.sending_time(full_segment_bytes));
    }
  }
  constexpr core::Time reach = 4;
  return std::max(later(longest, slowest) / reach, core::microsecond);
}

void InternetWires::start_across_core(const Transmission& message, core::Time sent) {
  if (message.id >= crossed_.size()) crossed_.resize(message.id + std::size_t{1});
  crossed_[message.id] = 0;
  go_on(later(sent, up_[message.from].latency_ns), message.id, message.to);
}

/// Passes links that hold nothing up, as far as the next one that may.
void InternetWires::go_on(core::Time now, MessageId id, core::PeerId to) {
  const Moving& message = moving_[id];
  const Way& way = ways_[message.slot];
  std::uint32_t& crossed = crossed_[id];
  while (crossed < way.links) {
    const CoreLinkId link = way_links_[way.first_link + crossed];
    LinkQueue& queue = core_[link];
    if (queue.ns_per_byte > 0) return queue_.push(now, {id, place(Stage::core, to)});
    ++queue.messages;  // nothing waits there, and what comes need not come in the order of time
    queue.bytes += message.size;
    stress_.add(message.content, link / 2);
    now = later(now, queue.latency_ns);
    ++crossed;
  }
  queue_.push(now, {id, place(Stage::downlink, to)});
}

/// False if there was no room.
bool InternetWires::enter_core_link(core::Time now, MessageId id, core::PeerId to) {
  const Moving& message = moving_[id];
  const CoreLinkId link = way_links_[ways_[message.slot].first_link + crossed_[id]];
  LinkQueue& queue = core_[link];
  const core::Time sent = queue.enter(now, message.size, plan_.core_queue_bytes);
  if (sent == LinkQueue::no_room) return false;
  stress_.add(message.content, link / 2);
  ++crossed_[id];
  go_on(later(sent, queue.latency_ns), id, to);
  return true;
}

core::Slot InternetWires::slot_between(core::PeerId from, core::PeerId to) {
  if (const std::optional<core::Slot> connection = find_slot(from, to)) return *connection;
  const auto next = static_cast<core::Slot>(ways_.size());
  const auto [entry, is_new] = called_.try_emplace((std::uint64_t{from} << 32U) | to, next);
  if (is_new) {
    RIPPLETANK_CHECK(next != 0xffffffffU, "more than 2^32 pairs of peers talk");
    ways_.emplace_back();
    neighbours_.push_back(to);
    callers_.push_back(from);
    add_way(next, trees_.from(plan_.router_of[from]), from, to);
  }
  return entry->second;
}

std::optional<core::Slot> InternetWires::find_slot(core::PeerId from, core::PeerId to) const {
  // Mostly it is asked for the message that has just arrived.
  const bool same_from = offsets_[from] <= last_arrival_ && last_arrival_ < offsets_[from + 1];
  if (same_from && neighbours_[last_arrival_] == to) return last_arrival_;
  const auto begin = neighbours_.begin() + offsets_[from];
  const auto end = neighbours_.begin() + offsets_[from + 1];
  const auto found = std::lower_bound(begin, end, to);
  if (found == end || *found != to) return {};
  return static_cast<core::Slot>(found - neighbours_.begin());
}

core::Time InternetWires::idle_delay(core::PeerId from, core::PeerId to, std::uint64_t bytes) {
  const PathTree& tree = trees_.from(plan_.router_of[from]);
  RouterId router = plan_.router_of[to];
  const TreeNode& end = tree[router];
  if (end.latency_ns == core::never) return core::never;
  const std::uint64_t size = bytes + overhead_bytes(bytes);
  core::Time delay = later(up_[from].sending_time(size), up_[from].latency_ns);
  delay = later(delay, end.latency_ns);
  if (plan_.network.has_speeds()) {
    for (std::uint32_t i = 0; i < end.links; ++i) {
      const CoreLinkId link = tree[router].last;
      delay = later(delay, core_[link].sending_time(size));
      router = plan_.network.begin_of(link);
    }
  }
  delay = later(delay, down_[to].sending_time(size));
  return later(delay, down_[to].latency_ns);
}

std::uint32_t InternetWires::path_links(core::PeerId from, core::PeerId to) {
  constexpr std::uint32_t access_links = 2;
  if (const std::optional<core::Slot> slot = find_slot(from, to)) {
    const Way& way = ways_[*slot];
    return way.delay_ns == core::never ? 0 : way.links + access_links;
  }
  const TreeNode& end = trees_.from(plan_.router_of[from])[plan_.router_of[to]];
  return end.latency_ns == core::never ? 0 : end.links + access_links;
}

std::optional<std::vector<CoreLinkId>> InternetWires::core_way(core::PeerId from, core::PeerId to) {
  const PathTree& tree = trees_.from(plan_.router_of[from]);
  RouterId router = plan_.router_of[to];
  if (tree[router].latency_ns == core::never) return {};
  std::vector<CoreLinkId> way(tree[router].links);
  for (auto link = way.rbegin(); link != way.rend(); ++link) {
    *link = tree[router].last;
    router = plan_.network.begin_of(*link);
  }
  return way;
}

std::vector<LinkCount> InternetWires::core_counts(core::Time end) const {
  std::vector<LinkCount> counts(2 * plan_.network.links().size());
  if (plan_.network.has_speeds()) {
    for (std::size_t link = 0; link < counts.size(); ++link)
      counts[link] = count_of(core_[link], end);
    return counts;
  }
  for (const Way& way : ways_) {
    for (std::uint32_t i = 0; i < way.links; ++i) {
      LinkCount& count = counts[way_links_[way.first_link + i]];
      count.messages += way.messages;
      count.bytes += way.bytes;
    }
  }
  return counts;
}

Flow InternetWires::flow() const {
  Flow flow = flow_;
  queue_.for_each(
      [&](core::Time, const Event& event) { count(flow.in_flight, moving_[event.id].size); });
  return flow;
}

void InternetWires::check_conservation() const {
  const Flow all = flow();
  const auto total = [&all](auto part) {
    return all.delivered.*part + all.no_way.*part + all.queue_full.*part + all.in_flight.*part;
  };
  RIPPLETANK_CHECK(all.sent.messages == total(&measure::Amount::messages) &&
                       all.sent.bytes == total(&measure::Amount::bytes),
                   "what was sent over an internet is not what became of it");
  std::vector<measure::Amount> from(peers());
  std::vector<measure::Amount> to(peers());
  const auto add_slot = [&](core::PeerId peer, core::Slot slot) {
    for (measure::Amount* amount : {&from[peer], &to[neighbours_[slot]]}) {
      amount->messages += ways_[slot].messages;
      amount->bytes += ways_[slot].bytes;
    }
  };
  for (core::PeerId peer = 0; peer < peers(); ++peer) {
    for (core::Slot slot = offsets_[peer]; slot < offsets_[peer + 1]; ++slot) add_slot(peer, slot);
  }
  for (std::size_t i = 0; i < callers_.size(); ++i) {
    add_slot(callers_[i], offsets_.back() + static_cast<core::Slot>(i));
  }
  for (core::PeerId peer = 0; peer < peers(); ++peer) {
    RIPPLETANK_CHECK((from[peer] == measure::Amount{up_[peer].messages, up_[peer].bytes}),
                     "what left a peer is not what its connections carried");
  }
  std::vector<measure::Amount> came = lost_to_;
  queue_.for_each([&](core::Time, const Event& event) {
    if (static_cast<Stage>(event.place & stage_mask) == Stage::arrived) return;
    count(came[event.place >> stage_bits], moving_[event.id].size);
  });
  for (core::PeerId peer = 0; peer < peers(); ++peer) {
    came[peer].messages += down_[peer].messages;
    came[peer].bytes += down_[peer].bytes;
    RIPPLETANK_CHECK(came[peer] == to[peer], "what was sent to a peer is not what came to it");
  }
}

}  // namespace rippletank::underlay
