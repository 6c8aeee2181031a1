// Fair shares: how fast flows run that cross the same links, as a fluid.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "sim/core/column.hpp"
#include "sim/core/pool.hpp"

namespace rippletank::overlay {

/// A link that flows share, 0 .. links-1.
using LinkId = std::uint32_t;
/// A flow that has been added and not yet removed; its number is used again afterwards.
using FlowId = std::uint32_t;

inline constexpr double unlimited = std::numeric_limits<double>::infinity();

/// The max-min fair rates of flows: none can grow but at the cost of one that is no faster.
///
/// So each flow has a bottleneck: its own limit, or a link that is full and on which no flow is
/// faster. Links and limits may be unlimited; a flow that nothing holds back has an unlimited rate.
///
/// The rates are a function of the flows that there are, the links that each crosses, the limits
/// and the capacities, to the last bit: in which order these came about, and what was there before,
/// makes no difference.
///
/// Units:   bytes per second.
/// Errors:  a link that is not there, a link crossed twice by one flow, a capacity or limit below 0
///          fail a check.
/// Cost:    nothing is touched but the links whose level changes (see settle()) and the links next
///          to them. Memory: 96 bytes per link, 32 per flow, 24 per link of a flow.
/// Source:  Bertsekas & Gallager, Data Networks, 2nd edition (1992), section 6.5.2; departs: finds
///          what a change alters, as Ramalingam & Reps, "An incremental algorithm for a
///          generalization of the shortest-path problem", Journal of Algorithms 21(2), 1996, do for
///          distances, where the book fills an empty network.
class FairShares {
 public:
  /// Shape:   one capacity per link.
  explicit FairShares(std::span<const double> capacities_bytes_s);

  /// Adds a flow over some different links, perhaps none. Its rate is 0 until the next settle().
  ///
  /// Cost:    O(k) for k links, and O(k²) additions and comparisons of numbers near by.
  FlowId add(std::span<const LinkId> links, double limit_bytes_s = unlimited);

  /// Cost:    O(k).
  void remove(FlowId flow);

  void set_capacity(LinkId link, double capacity_bytes_s);

  /// Makes the rates fair again after any number of changes, then calls `changed(flow, rate)` for
  /// each flow whose rate differs from what it was, in ascending order of flows. The call may make
  /// further changes; they wait for the next settle().
  ///
  /// Cost:    A link's level is the rate of those flows that it is the bottleneck of. With d flows
  ///          per link: O(d·k) for each link whose level changes. To look at a link next to it
  ///          takes O(1) if it has room for all, or else O(d log d), and O(d) if all its flows are
  ///          held back by it.
  template <class Changed>
  void settle(Changed changed) {
    find_levels();
    find_rates();
    for (const FlowId flow : changed_) changed(flow, flows_[flow].rate);
  }

  /// The rate as of the last settle().
  double rate_bytes_s(FlowId flow) const { return flows_[flow].rate; }

  /// The limit with which a flow was added.
  double limit_bytes_s(FlowId flow) const { return flows_[flow].limit; }

  /// Calls `visit(link)` for each link of a flow, in the order in which they were given.
  template <class Visit>
  void for_each_link(FlowId flow, Visit visit) const {
    const Flow& crossing = flows_[flow];
    for (std::uint32_t hop = crossing.first; hop < crossing.first + crossing.links; ++hop) {
      visit(hops_[hop].link);
    }
  }

  /// Calls `visit(flow)` for each flow over a link, in no order: what is made of them must not
  /// depend on one.
  template <class Visit>
  void for_each_flow(LinkId link, Visit visit) const {
    for (const Crossing& crossing : links_[link].row) visit(crossing.flow);
  }

 private:
  /// A flow on one of its links, as the link knows it.
  struct Crossing {
    double elsewhere;  ///< what the flow's limit and its other links leave it
    FlowId flow;
    std::uint32_t hop;
  };

  /// A flow on one of its links, as the flow knows it.
  struct Hop {
    LinkId link;
    std::uint32_t place;  ///< in the link's row
  };

  struct Flow {
    double limit;
    double rate;
    std::uint32_t first;  ///< its hops follow each other
    std::uint32_t links;
    bool present;
    bool touched;  ///< already among touched_
  };

  struct Link {
    double capacity = 0;
    double level = unlimited;   ///< unlimited where the link holds nothing back
    double target = unlimited;  ///< what the level should be, by the levels of other links
    std::vector<Crossing> row;
    double wanted = 0;             ///< sum of `elsewhere` where that is limited, about
    double wanted_error = 0;       ///< by how much `wanted` may be off
    std::uint32_t insatiable = 0;  ///< how many crossings have no limit elsewhere
    bool doubtful = false;         ///< its target may be another by now
    bool raised = false;           ///< in settlement `met_in`
    std::uint64_t met_in = 0;      ///< the last settlement that had to do with it
    double least = 0;              ///< no target can be less, in settlement `met_in`

    void want(double elsewhere);
    void want_no_more(double elsewhere);
    void sum_up();
    bool has_room_for_all() const;
    void meet(std::uint64_t settlement);
  };

  /// A link that may not be at its target, under the smaller one of level and target or under less.
  struct Waiting {
    double key;
    LinkId link;
    bool operator>(const Waiting& other) const {
      return key != other.key ? key > other.key : link > other.link;
    }
  };

  std::uint32_t place_hops(std::size_t count);
  void doubt(LinkId link);
  void touch(FlowId flow);
  void find_levels();
  void find_rates();
  void visit(LinkId number, double key);
  void look_at_doubtful();
  void look_at(LinkId number);
  void wait(double key, LinkId link);
  double fill(Link& link);
  void settle_link(LinkId number);
  void set_level(LinkId number, double level);
  void tell_links(FlowId number);

  core::Column<Link> links_;
  core::Pool<Flow> flows_;
  core::Column<Hop> hops_;
  std::vector<std::vector<std::uint32_t>> free_hops_;  ///< [count]: where so many hops are free
  std::uint64_t settlement_ = 0;
  double height_ = -1;  ///< during a settlement, levels below are final

  std::vector<LinkId> doubtful_;  ///< to be looked at next
  std::vector<Waiting> waiting_;  ///< a heap
  std::vector<FlowId> touched_;
  std::vector<FlowId> changed_;
  std::vector<double> lowest_;  ///< used by fill()
};

}  // namespace rippletank::overlay
