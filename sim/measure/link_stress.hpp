// LinkStress: how many copies of one message cross each physical link.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace rippletank::measure {

/// Counts, for each content that spreads at the moment, its copies on each link, and keeps the most
/// that any content had there.
///
/// Shape:   4 bytes per link and content that spreads at the same time.
/// Cost:    O(1) to add; to end, O(links that the content touched).
/// Source:  Chu, Rao and Zhang, A Case for End System Multicast, SIGMETRICS (2000): the stress of a
///          physical link is the number of identical copies of a packet that it carries.
class LinkStress {
 public:
  explicit LinkStress(std::size_t links) : most_(links) {}

  /// A copy of the content crosses the link, in whichever direction.
  void add(std::uint32_t content, std::uint32_t link) {
    if (content >= copies_.size()) copies_.resize(content + std::size_t{1});
    Copies& copies = copies_[content];
    if (copies.on.empty()) copies.on.resize(most_.size());
    if (copies.on[link]++ == 0) copies.touched.push_back(link);
  }

  /// The content spreads no more; its number is free for another one.
  void end(std::uint32_t content, bool counted) {
    if (content >= copies_.size()) return;
    Copies& copies = copies_[content];
    for (const std::uint32_t link : copies.touched) {
      if (counted) most_[link] = std::max(most_[link], copies.on[link]);
      copies.on[link] = 0;
    }
    copies.touched.clear();
  }

  /// Counts elsewhere from now on: the copies on `was_at[link]` are those on `now_at[link]`, too,
  /// as when links that were counted as one no longer are, or the reverse.
  ///
  /// Shape:   one entry per link in both.
  /// Cost:    O(links * contents that spread).
  void move(const std::vector<std::uint32_t>& was_at, const std::vector<std::uint32_t>& now_at) {
    const std::vector<std::uint32_t> most = most_;
    for (std::size_t link = 0; link < was_at.size(); ++link) {
      most_[now_at[link]] = std::max(most_[now_at[link]], most[was_at[link]]);
    }
    for (Copies& copies : copies_) {
      if (copies.touched.empty()) continue;
      const std::vector<std::uint32_t> on = copies.on;
      copies.touched.clear();
      for (std::size_t link = 0; link < was_at.size(); ++link) {
        copies.on[now_at[link]] = std::max(copies.on[now_at[link]], on[was_at[link]]);
      }
      for (std::uint32_t link = 0; link < copies.on.size(); ++link) {
        if (copies.on[link] > 0) copies.touched.push_back(link);
      }
    }
  }

  /// Shape:   most()[link], over all contents that have ended.
  const std::vector<std::uint32_t>& most() const { return most_; }

 private:
  struct Copies {
    std::vector<std::uint32_t> on;       ///< per link
    std::vector<std::uint32_t> touched;  ///< links with copies, each once
  };

  std::vector<std::uint32_t> most_;
  std::vector<Copies> copies_;
};

}  // namespace rippletank::measure
