// Column: one value per peer, connection or node, stored so that random access stays quick.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace rippletank::core {

/// Allocates large blocks on huge pages where the system has them: random access to hundreds of
/// megabytes otherwise spends most of its time on address translation.
template <class T>
class ColumnAllocator {
 public:
  using value_type = T;

  ColumnAllocator() = default;
  template <class U>
  ColumnAllocator(const ColumnAllocator<U>&) {}

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    if (bytes < huge_page) return static_cast<T*>(::operator new(bytes));
    const std::size_t rounded = (bytes + huge_page - 1) / huge_page * huge_page;
    void* block = std::aligned_alloc(huge_page, rounded);
    if (block == nullptr) throw std::bad_alloc();
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    madvise(block, rounded, MADV_HUGEPAGE);  // a wish; nothing depends on its being granted
#endif
    return static_cast<T*>(block);
  }

  void deallocate(T* block, std::size_t count) {
    if (count * sizeof(T) < huge_page) {
      ::operator delete(block);
    } else {
      std::free(block);
    }
  }

  bool operator==(const ColumnAllocator&) const { return true; }

 private:
  static constexpr std::size_t huge_page = std::size_t{2} << 20U;
};

template <class T>
using Column = std::vector<T, ColumnAllocator<T>>;

}  // namespace rippletank::core
