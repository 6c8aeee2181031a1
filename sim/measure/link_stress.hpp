// LinkStress: how many copies of one message cross each physical link.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace rippletank::measure {

/// What is sent once, and is no copy of anything else.
inline constexpr std::uint32_t no_content = std::numeric_limits<std::uint32_t>::max();

/// Counts, for each content that spreads at the moment, its copies on each link, and keeps the most
/// that any content had there. Links on which the same copies travel are counted as one of them.
///
/// Shape:   4 bytes per link and content that spreads at the same time; as much again for contents
///          that spread while move() is called.
/// Cost:    O(1) to add; to end, O(links that the content touched).
/// Source:  Chu, Rao and Zhang, A Case for End System Multicast, SIGMETRICS (2000): the stress of a
///          physical link is the number of identical copies of a packet that it carries.
class LinkStress {
 public:
  /// Every link is counted by itself.
  explicit LinkStress(std::size_t links) : counted_at_(links), most_(links), earlier_most_(links) {
    std::iota(counted_at_.begin(), counted_at_.end(), 0U);
  }
  /// The copies on each link are those that are added to `counted_at[link]`.
  explicit LinkStress(std::vector<std::uint32_t> counted_at)
      : counted_at_(std::move(counted_at)),
        most_(counted_at_.size()),
        earlier_most_(counted_at_.size()) {}

  /// A copy of the content crosses the link, in whichever direction; it must be one under which
  /// links are counted.
  void add(std::uint32_t content, std::uint32_t link) {
    if (content == no_content) {
      most_[link] = std::max(most_[link], 1U);
      return;
    }
    if (content >= copies_.size()) copies_.resize(content + std::size_t{1});
    Copies& copies = copies_[content];
    if (copies.on.empty()) copies.on.resize(most_.size());
    if (copies.on[link]++ == 0) copies.touched.push_back(link);
  }

  /// The content spreads no more; its number is free for another one.
  void end(std::uint32_t content, bool counted) {
    if (content >= copies_.size()) return;
    Copies& copies = copies_[content];
    if (counted && !copies.earlier.empty()) {
      for (std::size_t link = 0; link < copies.earlier.size(); ++link) {
        const std::uint32_t all = copies.earlier[link] + copies.on[counted_at_[link]];
        earlier_most_[link] = std::max(earlier_most_[link], all);
      }
    }
    for (const std::uint32_t link : copies.touched) {
      if (counted && copies.earlier.empty()) most_[link] = std::max(most_[link], copies.on[link]);
      copies.on[link] = 0;
    }
    copies.touched.clear();
    copies.earlier.clear();
  }

  /// Counts each link at another one from now on, as when links that carried the same copies no
  /// longer do, or the reverse. Each keeps the copies that it had.
  ///
  /// Cost:    O(links * contents that spread).
  void move(std::vector<std::uint32_t> counted_at) {
    for (std::size_t link = 0; link < most_.size(); ++link) earlier_most_[link] = most(link);
    std::fill(most_.begin(), most_.end(), 0);
    for (Copies& copies : copies_) {
      if (copies.touched.empty()) continue;
      copies.earlier.resize(most_.size());
      for (std::size_t link = 0; link < most_.size(); ++link) {
        copies.earlier[link] += copies.on[counted_at_[link]];
      }
      for (const std::uint32_t link : copies.touched) copies.on[link] = 0;
      copies.touched.clear();
    }
    counted_at_ = std::move(counted_at);
  }

  /// The most copies on a link, over all contents that have ended.
  std::uint32_t most(std::size_t link) const {
    return std::max(earlier_most_[link], most_[counted_at_[link]]);
  }

 private:
  struct Copies {
    std::vector<std::uint32_t> on;       ///< per link
    std::vector<std::uint32_t> touched;  ///< links with copies, each once
    std::vector<std::uint32_t> earlier;  ///< per link, until the last move(); empty: none
  };

  std::vector<std::uint32_t> counted_at_;    ///< [link]
  std::vector<std::uint32_t> most_;          ///< [where it is counted] since the last move()
  std::vector<std::uint32_t> earlier_most_;  ///< [link]
  std::vector<Copies> copies_;
};

}  // namespace rippletank::measure
