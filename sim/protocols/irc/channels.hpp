// Channels: which channels each user wants to be in.
#pragma once

#include <algorithm>
#include <span>

#include "sim/overlay/content.hpp"
#include "sim/protocols/irc/sessions.hpp"

namespace rippletank::protocols::irc {

/// The items that a user holds are the user's channels. Without content all users have one, that of
/// the first item that a query names.
class Channels {
 public:
  explicit Channels(const overlay::Content* content) : content_(content) {}

  /// Ascending.
  std::span<const ChannelId> own(core::PeerId user) const {
    static constexpr ChannelId of_all[] = {0};
    return content_ == nullptr ? std::span<const ChannelId>(of_all) : content_->holdings(user);
  }
  bool is_own(core::PeerId user, ChannelId channel) const {
    const auto all = own(user);
    return std::binary_search(all.begin(), all.end(), channel);
  }

 private:
  const overlay::Content* content_;
};

}  // namespace rippletank::protocols::irc
