// The flood as a student writes it: objects per peer, standard containers, one queue of events.
#include "bench/bench_input.hpp"

#include <map>
#include <queue>
#include <unordered_set>

namespace {

using rippletank::bench::Connection;
using rippletank::bench::Counts;
using rippletank::bench::Graph;
using rippletank::bench::Options;
using rippletank::bench::Result;

using PeerId = std::uint32_t;
using QueryId = std::uint32_t;
using Hop = std::uint32_t;

constexpr PeerId nobody = 0xffffffffU;

struct Neighbour {
  PeerId peer;
  std::uint64_t delay_ns;
};

struct Network {
  explicit Network(const Graph& graph) : neighbours(graph.ids) {
    for (const Connection& connection : graph.directed) {
      neighbours[connection.from].push_back(
          {connection.to, std::uint64_t{connection.latency_us} * 1'000});
    }
  }

  std::vector<std::vector<Neighbour>> neighbours;
};

struct Message {
  QueryId query;
  std::uint32_t ttl;
};

struct Event {
  std::uint64_t time_ns;
  std::uint64_t sequence;  // events of equal time happen in the order they were made
  PeerId from;
  PeerId to;
  Message message;
};

struct Later {
  bool operator()(const Event& a, const Event& b) const {
    if (a.time_ns != b.time_ns) return a.time_ns > b.time_ns;
    return a.sequence > b.sequence;
  }
};

class Simulation {
 public:
  Simulation(const Network& network, const Options& options)
      : network_(network), ttl_(options.ttl), seen_(network.neighbours.size()) {
    for (QueryId query = 0; query < options.origins.size(); ++query) {
      schedule(query * options.interval_ns, nobody, options.origins[query], {query, ttl_});
    }
  }

  void run() {
    while (!queue_.empty()) {
      const Event event = queue_.top();
      queue_.pop();
      if (event.from == nobody) {
        start(event);
      } else {
        receive(event);
      }
    }
  }

  Result result() const {
    Result result;
    result.hops.resize(ttl_);
    for (const auto& [query, by_hop] : counts_) {
      Counts total;
      for (const auto& [hop, counts] : by_hop) {
        total += counts;
        result.hops[hop - 1] += counts;
      }
      result.queries.push_back(total);
    }
    return result;
  }

 private:
  void schedule(std::uint64_t time_ns, PeerId from, PeerId to, const Message& message) {
    queue_.push({time_ns, ++events_, from, to, message});
  }

  void start(const Event& event) {
    seen_[event.to].insert(event.message.query);
    counts_[event.message.query];
    forward(event, event.message);
  }

  void receive(const Event& event) {
    Message message = event.message;
    Counts& counts = counts_[message.query][ttl_ - message.ttl + 1];
    if (!seen_[event.to].insert(message.query).second) {
      ++counts.duplicates;
      return;
    }
    ++counts.reach;
    --message.ttl;
    if (message.ttl > 0) forward(event, message);
  }

  void forward(const Event& event, const Message& message) {
    for (const Neighbour& neighbour : network_.neighbours[event.to]) {
      if (neighbour.peer == event.from) continue;
      ++counts_[message.query][ttl_ - message.ttl + 1].messages;
      schedule(event.time_ns + neighbour.delay_ns, event.to, neighbour.peer, message);
    }
  }

  const Network& network_;
  std::uint32_t ttl_;
  std::uint64_t events_ = 0;
  std::priority_queue<Event, std::vector<Event>, Later> queue_;
  std::vector<std::unordered_set<QueryId>> seen_;
  std::map<QueryId, std::map<Hop, Counts>> counts_;
};

}  // namespace

int main(int argc, char** argv) {
  return rippletank::bench::run_program<Network, Simulation>("naive_loop", argc, argv);
}
