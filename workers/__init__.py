"""Where: settings become adapters, adapters become activities, activities serve queues."""
