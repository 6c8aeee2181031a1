// Parts of data: how the bytes of an item are divided so that peers pass them on while they come.
#pragma once

#include <algorithm>
#include <cstdint>

namespace rippletank::protocols::freenet {

/// The parts of one item. Each peer passes a part on as soon as it has it.
///
/// Source:  Freenet 0.5: each part ends in a byte that tells whether it is good, and all but the
///          last in the hash of the next, 20 bytes.
class PartsOfData {
 public:
  PartsOfData(std::uint64_t bytes, std::uint64_t part_bytes)
      : bytes_(bytes), part_bytes_(std::max(part_bytes, (bytes + most_parts - 1) / most_parts)) {}

  std::uint32_t count() const {
    if (bytes_ == 0) return 1;
    return static_cast<std::uint32_t>((bytes_ + part_bytes_ - 1) / part_bytes_);
  }
  std::uint64_t data_bytes(std::uint32_t part) const {
    const std::uint64_t begin = part * part_bytes_;
    return std::min(part_bytes_, bytes_ - begin);
  }
  std::uint64_t control_bytes(std::uint32_t part) const {
    return part + 1 == count() ? 1 : hash_bytes + 1;
  }

 private:
  static constexpr std::uint64_t most_parts = 65'535;
  static constexpr std::uint64_t hash_bytes = 20;

  std::uint64_t bytes_;
  std::uint64_t part_bytes_;
};

}  // namespace rippletank::protocols::freenet
