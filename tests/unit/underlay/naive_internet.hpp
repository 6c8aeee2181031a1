// The slow, obvious twin of an internet: a queue of events, every link walked, every queue a list.
#pragma once

#include <cmath>
#include <cstdint>
#include <deque>
#include <map>
#include <queue>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/unit/underlay/internets.hpp"

namespace rippletank::tests {

/// Lengths of shortest ways between all routers, by latency and then links.
///
/// Source:  Floyd, Algorithm 97, CACM 5 (1962).
class AllPairs {
 public:
  using Length = std::pair<core::Time, std::uint32_t>;
  static constexpr core::Time none = core::never / 4;

  explicit AllPairs(const underlay::RouterNetwork& network)
      : network_(network), size_(network.routers()), length_(size_ * size_, {none, 0}) {
    for (std::size_t r = 0; r < size_; ++r) at(r, r) = {0, 0};
    for (const underlay::CoreLink& link : network.links()) {
      at(link.from, link.to) = std::min(at(link.from, link.to), {link.latency_ns, 1});
      at(link.to, link.from) = at(link.from, link.to);
    }
    for (std::size_t middle = 0; middle < size_; ++middle) {
      for (std::size_t a = 0; a < size_; ++a) {
        for (std::size_t b = 0; b < size_; ++b) {
          const Length found = {at(a, middle).first + at(middle, b).first,
                                at(a, middle).second + at(middle, b).second};
          if (found.first < none) at(a, b) = std::min(at(a, b), found);
        }
      }
    }
  }

  Length length(underlay::RouterId a, underlay::RouterId b) const { return length_[a * size_ + b]; }
  bool connected(underlay::RouterId a, underlay::RouterId b) const {
    return length(a, b).first != none;
  }

  /// The directed links from root to end; before each router the smallest that lies on such a way.
  std::vector<underlay::CoreLinkId> way(underlay::RouterId root, underlay::RouterId end) const {
    std::vector<underlay::CoreLinkId> links;
    while (end != root) {
      std::pair<underlay::RouterId, underlay::CoreLinkId> best = {network_.routers(), 0};
      for (underlay::CoreLinkId id = 0; id < 2 * network_.links().size(); ++id) {
        const underlay::CoreLink& link = network_.link(id);
        const underlay::RouterId begin = network_.begin_of(id);
        if ((begin == link.from ? link.to : link.from) != end) continue;
        const Length before = length(root, begin);
        if (before.first == none) continue;
        const Length through = {before.first + link.latency_ns, before.second + 1};
        if (through == length(root, end)) best = std::min(best, {begin, id});
      }
      links.insert(links.begin(), best.second);
      end = best.first;
    }
    return links;
  }

 private:
  Length& at(std::size_t a, std::size_t b) { return length_[a * size_ + b]; }

  const underlay::RouterNetwork& network_;
  std::size_t size_;
  std::vector<Length> length_;
};

/// One direction of a link, with the messages before it one by one.
struct NaiveQueue {
  double ns_per_byte = 0;
  core::Time latency_ns = 0;
  std::uint64_t room = 0;
  std::deque<std::uint32_t> messages;  ///< the first of them is being sent
  core::Time sent_at = 0;              ///< the first of them
};

/// Plays messages out event by event.
class NaiveInternet {
 public:
  NaiveInternet(const underlay::InternetPlan& plan, const std::vector<Sent>& messages)
      : plan_(plan), messages_(messages), fates_(messages.size()), position_(messages.size()) {
    const AllPairs pairs(plan.network);
    const std::size_t core_links = 2 * plan.network.links().size();
    for (underlay::CoreLinkId id = 0; id < core_links; ++id) {
      const underlay::CoreLink& link = plan.network.link(id);
      queues_.push_back({link.ns_per_byte,
                         link.latency_ns,
                         link.ns_per_byte > 0 ? plan.core_queue_bytes : 0,
                         {},
                         0});
    }
    for (std::size_t peer = 0; peer < plan.access.size(); ++peer) {
      const underlay::Access& access = plan.access[peer];
      const underlay::AccessClass& kind = plan.classes[access.access_class];
      for (const double kbit_s : {kind.up_kbit_s, kind.down_kbit_s}) {
        queues_.push_back({8e6 / kbit_s, access.latency_ns, plan.access_queue_bytes, {}, 0});
      }
    }
    for (std::uint32_t id = 0; id < messages.size(); ++id) {
      const Sent& message = messages[id];
      const underlay::RouterId from = plan.router_of[message.from];
      const underlay::RouterId to = plan.router_of[message.to];
      std::vector<std::size_t> way;
      if (pairs.connected(from, to)) {
        way.push_back(core_links + 2 * message.from);
        for (const underlay::CoreLinkId link : pairs.way(from, to)) way.push_back(link);
        way.push_back(core_links + 2 * message.to + 1);
      }
      ways_.push_back(way);
      add(message.at, Kind::comes, id);
    }
  }

  std::vector<Fate> play(core::Time until) {
    while (!events_.empty()) {
      const auto [time, number, kind, id] = events_.top();
      if (time >= until && time > messages_.back().at) break;
      events_.pop();
      if (kind == Kind::comes) {
        come(time, id);
      } else {
        leave(time, id);
      }
    }
    return fates_;
  }

 private:
  enum class Kind { comes, leaves };  ///< at the next link of its way; the link that it is on

  void add(core::Time time, Kind kind, std::uint32_t id) {
    events_.emplace(time, number_++, kind, id);
  }

  core::Time sending_time(const NaiveQueue& queue, std::uint32_t id) const {
    return static_cast<core::Time>(static_cast<double>(size(id)) * queue.ns_per_byte + 0.5);
  }

  std::uint64_t size(std::uint32_t id) const {
    const std::uint32_t bytes = messages_[id].bytes;
    std::uint64_t segments = bytes / plan_.segments.payload_bytes;
    if (bytes % plan_.segments.payload_bytes > 0 || segments == 0) ++segments;
    return bytes + segments * plan_.segments.header_bytes;
  }

  void come(core::Time now, std::uint32_t id) {
    const std::vector<std::size_t>& way = ways_[id];
    if (way.empty()) {
      fates_[id] = {now, measure::DropReason::link_down};
      return;
    }
    if (position_[id] == way.size()) {
      fates_[id] = {now, {}};
      return;
    }
    NaiveQueue& queue = queues_[way[position_[id]]];
    if (queue.room > 0) {
      core::Time left = queue.messages.empty() ? 0 : queue.sent_at - now;
      for (std::size_t i = 1; i < queue.messages.size(); ++i) {
        left += sending_time(queue, queue.messages[i]);
      }
      const double bytes = std::floor(static_cast<double>(left) / queue.ns_per_byte);
      if (bytes + static_cast<double>(size(id)) > static_cast<double>(queue.room)) {
        fates_[id] = {now, measure::DropReason::queue_full};
        return;
      }
    }
    queue.messages.push_back(id);
    if (queue.messages.size() == 1) start(now, queue);
  }

  void start(core::Time now, NaiveQueue& queue) {
    queue.sent_at = now + sending_time(queue, queue.messages.front());
    add(queue.sent_at, Kind::leaves, queue.messages.front());
  }

  void leave(core::Time now, std::uint32_t id) {
    NaiveQueue& queue = queues_[ways_[id][position_[id]++]];
    queue.messages.pop_front();
    add(now + queue.latency_ns, Kind::comes, id);
    if (!queue.messages.empty()) start(now, queue);
  }

  const underlay::InternetPlan& plan_;
  const std::vector<Sent>& messages_;
  std::vector<Fate> fates_;
  std::vector<std::size_t> position_;  ///< per message, how many links lie behind it
  std::vector<std::vector<std::size_t>> ways_;
  std::vector<NaiveQueue> queues_;
  std::uint64_t number_ = 0;
  using Event = std::tuple<core::Time, std::uint64_t, Kind, std::uint32_t>;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
};

inline std::vector<Fate> naive_fates(const underlay::InternetPlan& plan,
                                     const std::vector<Sent>& messages, core::Time until) {
  return NaiveInternet(plan, messages).play(until);
}

/// Up to ten routers, not all of them connected, and up to eight peers with access links of several
/// classes. Latencies are whole nanoseconds of a wide range, so that nothing happens at one moment.
struct RandomInternet {
  underlay::InternetPlan plan;

  RandomInternet(core::Substream& stream, bool with_speeds)
      : plan{random_network(stream, with_speeds), {}, {}, {}, {500, 40}, 0, 0} {
    for (const double kbit_s : {56.0, 333.0, 1544.0}) {
      plan.classes.push_back({"class", 1.0 / 3, kbit_s, kbit_s / 2, {}});
    }
    const core::PeerId count = 2 + static_cast<core::PeerId>(stream.below(7));
    for (core::PeerId peer = 0; peer < count; ++peer) {
      plan.router_of.push_back(
          static_cast<underlay::RouterId>(stream.below(plan.network.routers())));
      plan.access.push_back({static_cast<std::uint32_t>(stream.below(3)), random_latency(stream)});
    }
  }

  core::PeerId peers() const { return static_cast<core::PeerId>(plan.access.size()); }

  std::vector<Sent> random_messages(core::Substream& stream, std::size_t count) const {
    std::vector<Sent> messages(count);
    core::Time now = 0;
    for (Sent& message : messages) {
      now += random_latency(stream) / 4;
      message.at = now;
      message.from = static_cast<core::PeerId>(stream.below(peers()));
      message.to = static_cast<core::PeerId>(stream.below(peers() - 1));
      if (message.to >= message.from) ++message.to;
      message.bytes = static_cast<std::uint32_t>(stream.below(1500));
    }
    return messages;
  }

 private:
  static core::Time random_latency(core::Substream& stream) {
    return static_cast<core::Time>(stream.below(20'000'000));
  }

  static underlay::RouterNetwork random_network(core::Substream& stream, bool with_speeds) {
    const auto routers = 1 + static_cast<underlay::RouterId>(stream.below(10));
    std::vector<underlay::CoreLink> links;
    for (underlay::RouterId a = 0; a < routers; ++a) {
      for (underlay::RouterId b = a + 1; b < routers; ++b) {
        if (!stream.chance(0.3)) continue;
        const bool slow = with_speeds && stream.chance(0.5);
        links.push_back({a, b, random_latency(stream), slow ? 500 + 20'000 * stream.uniform() : 0});
      }
    }
    return {routers, links};
  }
};

}  // namespace rippletank::tests
