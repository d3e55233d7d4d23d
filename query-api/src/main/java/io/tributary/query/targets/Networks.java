package io.tributary.query.targets;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which addresses a request may go to when somebody else chose its URL: the public ones, and those of networks that the
 * operator allows. Everything else (this machine, its neighbours, a cloud's metadata service) would answer a stranger through us.
 *
 * @param allowed beside the public ones
 */
public record Networks(List<Block> allowed) {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  /** IANA's special-purpose addresses, and multicast. */
  private static final List<Block> SPECIAL_IPV4 = blocks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
      "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
      "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");
  /** What is given out as public at all; mapped and translated IPv4 addresses, local and multicast ones lie outside. */
  private static final Block GLOBAL_IPV6 = Block.parse("2000::/3");
  /** The special parts of that: Teredo and 6to4 among them, which carry an IPv4 address. */
  private static final List<Block> SPECIAL_IPV6 = blocks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

  public Networks {
    allowed = List.copyOf(allowed);
  }

  /** Whether a request may go there. */
  public boolean mayReach(InetAddress address) {
    return isPublic(address) || allowed.stream().anyMatch(block -> block.contains(address));
  }

  private static boolean isPublic(InetAddress address) {
    return address instanceof Inet4Address
        ? SPECIAL_IPV4.stream().noneMatch(block -> block.contains(address))
        : GLOBAL_IPV6.contains(address) && SPECIAL_IPV6.stream().noneMatch(block -> block.contains(address));
  }

  private static List<Block> blocks(String... texts) {
    return Stream.of(texts).map(Block::parse).toList();
  }

  /**
   * Addresses that begin with the same bits.
   *
   * @param first with no bits beyond the prefix
   */
  public record Block(InetAddress first, int bits) {
    /** @throws IllegalArgumentException when it is not like {@code 10.0.0.0/8} or {@code fd00::/8}, or has bits beyond its prefix */
    public static Block parse(String text) {
      var parts = text.split("/", -1);
      if (parts.length == 2 && ADDRESS.matcher(parts[0]).matches() && parts[1].matches("\\d{1,3}")) {
        try {
          // An address in digits is read, not looked up.
          var first = InetAddress.getByName(parts[0]);
          int bits = Integer.parseInt(parts[1]);
          if (bits <= first.getAddress().length * 8 && isClear(first.getAddress(), bits)) {
            return new Block(first, bits);
          }
        } catch (UnknownHostException e) {
          // Said below.
        }
      }
      throw new IllegalArgumentException("must be a network like 10.0.0.0/8 or fd00::/8, without bits beyond its prefix, not '" + text
          + "'");
    }

    private static boolean isClear(byte[] address, int from) {
      for (int bit = from; bit < address.length * 8; bit++) {
        if ((address[bit / 8] & 0x80 >> bit % 8) != 0) {
          return false;
        }
      }
      return true;
    }

    public boolean contains(InetAddress address) {
      var mine = first.getAddress();
      var other = address.getAddress();
      if (mine.length != other.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        if (((mine[bit / 8] ^ other[bit / 8]) & 0x80 >> bit % 8) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
