#: fmt --docstrings
struct A:
    """A struct.

    Examples:

    ```mojo
    from a import b
    def main( ):
        var x  =  [1,2,
          3,]
        print( x )  #shown
    ```

      - indented:
        ```mojo
        call(aaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccccccccccccccc)

        x = 'text'
        ```

    ```mojo
    this does not  parse (
    ```

    ```mojo
    print("\n",  1)
    ```

    ```python
    other( language )
    ```
    """

    def f(self):
        """One line."""
        pass
