// PeerNames: the peers of an overlay, by the names of its input.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/registry/codec.hpp"
#include "sim/registry/diagnostics.hpp"

namespace rippletank::workload {

struct PeerNames {
  core::PeerId count = 0;
  std::function<std::optional<core::PeerId>(std::string_view)> find;
  /// What to do about a name that no peer has, for messages: "expected 0 to 99".
  std::function<std::string(std::string_view)> advise;

  /// What is wrong with a name in a file that no peer has.
  std::string unknown(const std::string& name) const;

  /// The peers that a list in a scenario names, in its order, less those that there are not: each
  /// of them is added to the mistakes.
  ///
  /// `pointer`: where the list stands, for messages.
  std::vector<core::PeerId> resolve(const std::vector<registry::Id>& ids,
                                    const std::string& pointer,
                                    std::vector<registry::Diagnostic>& mistakes) const;
};

}  // namespace rippletank::workload
