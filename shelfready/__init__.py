"""What a title is: values, rules, plans and the ports that move bytes. Pure, unless the path says adapters."""
