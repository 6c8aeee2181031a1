// The flood as a good engineer writes it first: flat arrays, small events, one binary heap.
#include "bench/bench_input.hpp"

namespace {

using rippletank::bench::Connection;
using rippletank::bench::Counts;
using rippletank::bench::Graph;
using rippletank::bench::Options;
using rippletank::bench::Result;

constexpr std::uint32_t nobody = 0xffffffffU;

/// Compressed sparse rows: peer p's connections are slots[first[p]] … slots[first[p + 1] - 1].
struct Network {
  struct Slot {
    std::uint32_t peer;
    std::uint32_t latency_us;
  };

  explicit Network(const Graph& graph) : first(graph.ids + std::size_t{1}) {
    slots.reserve(graph.directed.size());
    for (const Connection& connection : graph.directed) {
      ++first[connection.from + std::size_t{1}];
      slots.push_back({connection.to, connection.latency_us});
    }
    for (std::size_t peer = 0; peer < graph.ids; ++peer) first[peer + 1] += first[peer];
  }

  std::vector<std::uint32_t> first;
  std::vector<Slot> slots;
};

/// A copy on its way. `order` is the event's number, then the query (16 bits) and the TTL (8 bits):
/// numbers differ, so comparing the whole word compares the numbers.
struct Event {
  std::uint64_t time_ns;
  std::uint64_t order;
  std::uint32_t from;
  std::uint32_t to;
};
static_assert(sizeof(Event) == 24);

struct Later {
  bool operator()(const Event& a, const Event& b) const {
    return a.time_ns > b.time_ns || (a.time_ns == b.time_ns && a.order > b.order);
  }
};

class Simulation {
 public:
  Simulation(const Network& network, const Options& options)
      : network_(network),
        ttl_(options.ttl),
        words_per_query_(network.first.size() / 64 + 1),
        seen_(words_per_query_ * options.origins.size()),
        counts_(options.origins.size() * ttl_) {
    if (options.origins.size() > 0x10000U) throw std::runtime_error("more than 65536 queries");
    // A peer forwards a query once, so this holds every copy of one query.
    heap_.reserve(network.slots.size() + options.origins.size());
    for (std::size_t query = 0; query < options.origins.size(); ++query) {
      push(query * options.interval_ns, nobody, options.origins[query], query, ttl_);
    }
  }

  void run() {
    while (!heap_.empty()) {
      const Event event = heap_.front();
      std::pop_heap(heap_.begin(), heap_.end(), Later());
      heap_.pop_back();
      handle(event);
    }
  }

  Result result() const {
    Result result;
    result.hops.resize(ttl_);
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      if (i % ttl_ == 0) result.queries.emplace_back();
      result.queries.back() += counts_[i];
      result.hops[i % ttl_] += counts_[i];
    }
    return result;
  }

 private:
  void push(std::uint64_t time_ns, std::uint32_t from, std::uint32_t to, std::size_t query,
            std::uint32_t ttl) {
    heap_.push_back({time_ns, ++events_ << 24U | query << 8U | ttl, from, to});
    std::push_heap(heap_.begin(), heap_.end(), Later());
  }

  Counts& counts(std::size_t query, std::uint32_t ttl) {
    return counts_[query * ttl_ + (ttl_ - ttl)];
  }

  void handle(const Event& event) {
    const std::size_t query = event.order >> 8U & 0xffffU;
    std::uint32_t ttl = event.order & 0xffU;
    std::uint64_t& word = seen_[query * words_per_query_ + event.to / 64];
    const std::uint64_t bit = std::uint64_t{1} << (event.to % 64);
    if ((word & bit) != 0) {
      ++counts(query, ttl).duplicates;
      return;
    }
    word |= bit;
    if (event.from != nobody) {
      ++counts(query, ttl).reach;
      if (--ttl == 0) return;
    }
    std::uint64_t sent = 0;
    for (std::uint32_t i = network_.first[event.to]; i < network_.first[event.to + 1]; ++i) {
      const Network::Slot slot = network_.slots[i];
      if (slot.peer == event.from) continue;
      push(event.time_ns + std::uint64_t{slot.latency_us} * 1'000, event.to, slot.peer, query, ttl);
      ++sent;
    }
    counts(query, ttl).messages += sent;
  }

  const Network& network_;
  std::uint32_t ttl_;
  std::size_t words_per_query_;
  std::uint64_t events_ = 0;
  std::vector<Event> heap_;
  std::vector<std::uint64_t> seen_;  // one bit per (query, peer)
  std::vector<Counts> counts_;       // [query][hop - 1]
};

}  // namespace

int main(int argc, char** argv) {
  return rippletank::bench::run_program<Network, Simulation>("careful_loop", argc, argv);
}
