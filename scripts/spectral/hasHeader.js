/** Requires a header, whatever its case. */
export default function hasHeader(headers, { name }, { path }) {
  const isListed = Object.keys(headers ?? {}).some((listed) => listed.toLowerCase() === name.toLowerCase());
  return isListed ? [] : [{ message: `The response needs the header "${name}".`, path }];
}
